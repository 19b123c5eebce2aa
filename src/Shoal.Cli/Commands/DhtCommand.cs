using System.CommandLine;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal dht: the network in which peers are found without a tracker.</summary>
internal static class DhtCommand
{
    public static Command Create() => new Verb("dht", "Find peers without a tracker: run nodes of the distributed hash table, and ask it.")
    {
        Examples =
        [
            "shoal dht node",
            "shoal dht get-peers 2b66980093bc11806fab50cb3cb41835b95a0362",
            "shoal dht ping dht.libtorrent.org:25401",
        ],
        Subcommands =
        {
            DhtNodeCommand.Create(),
            DhtGetPeersCommand.Create(),
            DhtAnnounceCommand.Create(),
            DhtScrapeCommand.Create(),
            DhtPingCommand.Create(),
        },
    };
}
