using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>Who may not come into a channel.</summary>
/// <param name="Mask">A nick, an address, or both with "!" between them; "*" and "?" stand for any characters.</param>
/// <param name="SetBy">Who set it.</param>
/// <param name="Reason">What for, as it came.</param>
/// <param name="Since">When, in seconds since 1970.</param>
internal sealed record ChannelBan(string Mask, string SetBy, ReadOnlyMemory<byte> Reason, long Since)
{
    /// <summary>It is meant.</summary>
    public bool Covers(Session session)
    {
        var address = session.Remote.ToIPAddress().ToString();
        return Mask.Split('!', 2) is [var nick, var from]
            ? Glob.IsMatch(nick, session.Nick) && Glob.IsMatch(from, address)
            : Glob.IsMatch(Mask, session.Nick) || Glob.IsMatch(Mask, address);
    }
}
