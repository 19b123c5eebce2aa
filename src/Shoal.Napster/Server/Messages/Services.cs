using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Administration;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Messages;

/// <summary>
/// Clients that have no commands of their own for channels and for operators say them to a name: "205 chanserv kick #x ann". Each is the message that has the same meaning, and is
/// handled, refused or unknown as that one is.
/// </summary>
internal sealed class Services(NapsterServer server)
{
    private const string OfChannels = "ChanServ";
    private const string OfOperators = "OperServ";

    private static readonly Dictionary<string, MessageType> ChannelCommands = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ban"] = MessageType.ChannelBan,
        ["banclear"] = MessageType.ChannelBansClear,
        ["banlist"] = MessageType.ChannelBans,
        ["clear"] = MessageType.ChannelClear,
        ["deop"] = MessageType.ChannelDeop,
        ["drop"] = MessageType.ChannelDrop,
        ["invite"] = MessageType.ChannelInvite,
        ["kick"] = MessageType.ChannelKick,
        ["level"] = MessageType.ChannelLevel,
        ["limit"] = MessageType.ChannelLimit,
        ["mode"] = MessageType.ChannelModes,
        ["muzzle"] = MessageType.ChannelMuzzle,
        ["op"] = MessageType.ChannelOp,
        ["oplist"] = MessageType.ChannelOps,
        ["topic"] = MessageType.Topic,
        ["unban"] = MessageType.ChannelUnban,
        ["unmuzzle"] = MessageType.ChannelUnmuzzle,
        ["unvoice"] = MessageType.ChannelUnvoice,
        ["voice"] = MessageType.ChannelVoice,
        ["wallop"] = MessageType.ChannelOpSay,
    };

    private static readonly Dictionary<string, MessageType> OperatorCommands = new(Commands.All, StringComparer.OrdinalIgnoreCase)
    {
        ["cban"] = MessageType.ChannelBan,
        ["cbanclear"] = MessageType.ChannelBansClear,
        ["cbanlist"] = MessageType.ChannelBans,
        ["chanlevel"] = MessageType.ChannelLevel,
        ["chanlimit"] = MessageType.ChannelLimit,
        ["clearchan"] = MessageType.ChannelClear,
        ["cunban"] = MessageType.ChannelUnban,
        ["deop"] = MessageType.ChannelDeop,
        ["kick"] = MessageType.ChannelKick,
        ["op"] = MessageType.ChannelOp,
    };

    /// <summary>False where the name is not one of the server's, or is none for this user.</summary>
    public bool TryServe(Session session, ReadOnlySpan<byte> name, Fields fields)
    {
        if (Ascii.EqualsIgnoreCase(name, OfChannels) && !server.Dialect.IsOld)
        {
            Serve(session, fields, OfChannels, ChannelCommands);
            return true;
        }

        if (Ascii.EqualsIgnoreCase(name, OfOperators) && session.Level >= Level.Moderator)
        {
            Serve(session, fields, OfOperators, OperatorCommands);
            return true;
        }

        return false;
    }

    private void Serve(Session session, Fields fields, string name, Dictionary<string, MessageType> commands)
    {
        fields.TryNext(out var word);
        if (commands.TryGetValue(LegacyText.Decode(word), out var type))
        {
            server.Router.Handle(session, type, fields.Rest);
            return;
        }

        session.Send(MessageType.PrivateMessage, $"{name} Unknown command. There are: {string.Join(' ', commands.Keys.Order(StringComparer.Ordinal))}");
    }
}
