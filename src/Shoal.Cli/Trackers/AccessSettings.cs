using System.CommandLine;
using Microsoft.Extensions.Logging;
using Shoal.Cli.Shell;
using Shoal.Runtime.Real;
using Shoal.TrackerServer.Access;

namespace Shoal.Cli.Trackers;

/// <summary>Who may use the tracker, as its operator says it.</summary>
internal sealed class AccessSettings
{
    private readonly Option<string?> _allow = new("--allow-list")
    {
        Description = "Serve only the torrents whose info-hashes are in this file, one a line; see 'shoal tracker hash --help'",
        HelpName = "FILE",
    };

    private readonly Option<string?> _deny = new("--deny-list")
    {
        Description = "Serve all torrents but those whose info-hashes are in this file",
        HelpName = "FILE",
    };

    private readonly Option<bool> _private = new("--private")
    {
        Description = "Serve only who has a passkey, and count what each user moves; see 'shoal tracker user --help'",
    };

    private readonly Option<string?> _data = CreateData("Where accounts are kept; a folder of your state unless given");

    /// <summary>The option that names the folder.</summary>
    public static Option<string?> CreateData(string description) => new("--data") { Description = description, HelpName = "DIR" };

    public void AddTo(Command command)
    {
        command.Add(_allow);
        command.Add(_deny);
        command.Add(_private);
        command.Add(_data);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_allow) is not null && result.GetValue(_deny) is not null)
            {
                result.AddError("--allow-list and --deny-list do not go together: what is not allowed is denied");
            }
        });
    }

    /// <summary>Null where everybody may do everything.</summary>
    /// <exception cref="VerbException">A file cannot be used.</exception>
    public OpenAccess? Open(ParseResult parsed, ILogger log)
    {
        var (allow, deny, isPrivate) = (parsed.GetValue(_allow), parsed.GetValue(_deny), parsed.GetValue(_private));
        if (allow is null && deny is null && !isPrivate)
        {
            return null;
        }

        var folder = DataFolder.Open(DataFolder.PathOf(parsed.GetValue(_data)));
        var options = new AccessOptions
        {
            List = allow is not null ? ListKind.Allow : deny is not null ? ListKind.Deny : ListKind.None,
            ListFile = allow ?? deny ?? "",
            Database = isPrivate ? folder.Database : null,
        };
        try
        {
            return new OpenAccess(folder, TrackerAccess.Open(options, SystemClock.Instance, new SystemSecrets(), log));
        }
        catch (AccessException e)
        {
            folder.Dispose();
            throw new VerbException(ExitCode.Failed, e.Message, e);
        }
    }
}
