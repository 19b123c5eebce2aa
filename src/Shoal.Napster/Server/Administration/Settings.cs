using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Server.Administration;

/// <summary>What of the server may be changed while it runs. Moderators may look, and who owns it may change: until it is started again.</summary>
internal sealed class Settings(NapsterServer server)
{
    private readonly NapsterOptions _atStart = server.Options;

    public void Register(Orders orders)
    {
        orders.On(MessageType.Setting, Level.Moderator, ShowOrSet);
        orders.On(MessageType.ResetSetting, Level.Elite, Reset);
        orders.On(MessageType.Rehash, Level.Elite, Rehash);
    }

    private void ShowOrSet(Operator by, Fields fields)
    {
        if (fields.IsEmpty)
        {
            foreach (var each in Setting.All)
            {
                Show(by, each);
            }
        }
        else if (TryRead(by, ref fields, out var setting))
        {
            if (fields.IsEmpty)
            {
                Show(by, setting);
            }
            else if (!by.IsAtLeast(Level.Elite))
            {
                by.Tell("permission denied");
            }
            else
            {
                Set(by, setting, LegacyText.Decode(fields.IsQuoted && fields.TryNext(out var quoted) ? quoted : fields.Rest));
            }
        }
    }

    private void Reset(Operator by, Fields fields)
    {
        if (TryRead(by, ref fields, out var setting))
        {
            Set(by, setting, setting.Read(_atStart));
        }
    }

    /// <summary>All as it was when the server was started, and the bans as they are on disk.</summary>
    private void Rehash(Operator by, Fields fields)
    {
        server.Options = _atStart;
        server.Administration.Bans.Reload();
        by.Report(Notices.Server, $"{by.Name} reloaded configuration on {server.Options.Name}");
    }

    private void Set(Operator by, Setting setting, string value)
    {
        if (setting.Write(server.Options, value) is not { } options)
        {
            by.Tell($"error setting variable {setting.Name}");
            return;
        }

        server.Options = options;
        by.Report(Notices.Change, $"{by.Name} set {setting.Name} to {setting.Read(options)}");
    }

    private void Show(Operator by, Setting setting) => by.Tell($"{setting.Name} = {setting.Read(server.Options)}");

    private static bool TryRead(Operator by, ref Fields fields, out Setting setting)
    {
        fields.TryNext(out var field);
        var name = LegacyText.Decode(field);
        setting = Setting.All.FirstOrDefault(each => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase))!;
        if (setting is null)
        {
            by.Tell($"no such variable {name}");
        }

        return setting is not null;
    }
}
