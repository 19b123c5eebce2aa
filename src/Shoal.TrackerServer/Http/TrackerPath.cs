using System.Buffers;

namespace Shoal.TrackerServer.Http;

/// <summary>
/// The path of a tracker's URL, by HTTP or as options of UDP (BEP 41): "/announce" or "/scrape", and a passkey in front ("/PASSKEY/announce") or behind ("/announce/PASSKEY").
/// Both are in use, and clients that scrape put the one word in the other's place (BEP 48).
/// </summary>
internal readonly ref struct TrackerPath
{
    private static readonly SearchValues<byte> _passkey = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    private TrackerPath(TrackerAction action, ReadOnlySpan<byte> passkey)
    {
        Action = action;
        Passkey = passkey;
    }

    /// <summary>What is asked for; none where the path is another.</summary>
    public TrackerAction Action { get; }

    /// <summary>Letters, digits, "-" and "_", <see cref="Limits.PasskeyLength"/> at most; empty where there is none.</summary>
    public ReadOnlySpan<byte> Passkey { get; }

    /// <summary>Reads a path, which begins with "/" and ends before the "?".</summary>
    public static TrackerPath Read(ReadOnlySpan<byte> path)
    {
        if (path is not [(byte)'/', .. var rest])
        {
            return default;
        }

        var slash = rest.IndexOf((byte)'/');
        if (slash < 0)
        {
            return new TrackerPath(ActionOf(rest), default);
        }

        var front = rest[..slash];
        var back = rest[(slash + 1)..];
        return ActionOf(back) is not TrackerAction.None and var atEnd ? With(atEnd, front) : With(ActionOf(front), back);
    }

    private static TrackerPath With(TrackerAction action, ReadOnlySpan<byte> passkey) =>
        passkey.Length is 0 or > Limits.PasskeyLength || passkey.ContainsAnyExcept(_passkey) ? default : new TrackerPath(action, action == TrackerAction.None ? default : passkey);

    private static TrackerAction ActionOf(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("announce"u8) ? TrackerAction.Announce : word.SequenceEqual("scrape"u8) ? TrackerAction.Scrape : TrackerAction.None;
}
