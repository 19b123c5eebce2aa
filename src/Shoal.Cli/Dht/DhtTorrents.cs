using System.CommandLine;
using Shoal.Cli.Shell;
using Shoal.Metainfo;

namespace Shoal.Cli.Dht;

/// <summary>What a verb of `shoal dht` is asked to look for: a hash in digits, a magnet link or a .torrent.</summary>
internal static class DhtTorrents
{
    public static Argument<string> CreateArgument() => new("HASH")
    {
        Description = "The torrent: its info-hash of 40 hexadecimal digits, its v2 hash of 64, a magnet link or a .torrent file",
    };

    /// <summary>The places in the DHT: one, or two of a hybrid. A v2 hash is cut to 20 bytes (BEP 52).</summary>
    /// <exception cref="VerbException">It is nothing of that kind, or a private torrent.</exception>
    public static IReadOnlyList<Sha1Hash> HashesOf(string text)
    {
        if (text.Length > 0 && text.All(char.IsAsciiHexDigit) && !File.Exists(text))
        {
            return text.Length is 2 * Sha1Hash.Length or 2 * Sha256Hash.Length
                ? [new Sha1Hash(Convert.FromHexString(text.AsSpan(0, 2 * Sha1Hash.Length)))]
                : throw new VerbException(ExitCode.Usage, $"'{text}' has {text.Length} digits, and an info-hash has {2 * Sha1Hash.Length}, or {2 * Sha256Hash.Length} of v2: 'shoal show' prints it");
        }

        if (Inputs.IsMagnet(text))
        {
            return Inputs.ReadMagnet(text).InfoHashes.Wire;
        }

        var torrent = Inputs.ReadTorrent(text);
        return torrent.IsPrivate
            ? throw new VerbException(ExitCode.BadInput, $"'{text}' is a private torrent (BEP 27), which is never looked for nor announced in the DHT: use the trackers that it names")
            : torrent.InfoHashes.Wire;
    }
}
