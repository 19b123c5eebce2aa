using Shoal.Metainfo;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Data;

/// <summary>What a stranger says at a data port: a word, and in the same write or another its fields, with nothing behind them.</summary>
/// <param name="Kind">What it wants.</param>
/// <param name="Nick">Who it says that it is.</param>
/// <param name="Path">The name by which the file is shared: a key, and no path of ours.</param>
/// <param name="Number">The offset of GET, the size of SEND.</param>
/// <param name="WantsHash">It is one of ours and takes the SHA-256 in front of the data.</param>
/// <param name="Sha256">What one of ours says that it sends.</param>
internal sealed record DataRequest(RequestKind Kind, string Nick = "", byte[]? Path = null, long Number = 0, bool WantsHash = false, Sha256Hash? Sha256 = null)
{
    /// <summary>Reads as much as there is.</summary>
    /// <param name="text">All that came.</param>
    /// <param name="request">What it says so far, when it may be all or is.</param>
    /// <param name="reason">Why it is none.</param>
    public static Reading Read(ReadOnlySpan<byte> text, out DataRequest? request, out string? reason)
    {
        request = null;
        reason = null;
        if (text.StartsWith("GET"u8))
        {
            return IsList(text, "GETLIST"u8) ? ReadGetList(text["GETLIST"u8.Length..], out request) : ReadFile(RequestKind.Get, text[3..], out request, out reason);
        }

        if (text.StartsWith("SEND"u8))
        {
            return IsList(text, "SENDLIST"u8) ? ReadSendList(text["SENDLIST"u8.Length..], out request, out reason) : ReadFile(RequestKind.Send, text[4..], out request, out reason);
        }

        if ("GET"u8.StartsWith(text) || "SEND"u8.StartsWith(text))
        {
            return Reading.More;
        }

        reason = "begins with none of the words";
        return Reading.Bad;
    }

    /// <summary>The word is a list's: who is called "LISTER" writes the same letters behind "GET".</summary>
    private static bool IsList(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.StartsWith(word) && (text.Length == word.Length || text[word.Length] is (byte)' ' or (byte)'\n' or (byte)'\r' or 0);

    private static Reading ReadGetList(ReadOnlySpan<byte> rest, out DataRequest? request)
    {
        request = new DataRequest(RequestKind.GetList);
        return rest.IsEmpty ? Reading.Maybe : Reading.Whole;
    }

    /// <summary>"SENDLIST nick\n" and the lines of the list behind it.</summary>
    private static Reading ReadSendList(ReadOnlySpan<byte> rest, out DataRequest? request, out string? reason)
    {
        request = null;
        reason = null;
        var end = rest.IndexOf((byte)'\n');
        var nick = (end < 0 ? rest : rest[..end]).Trim(" \r"u8);
        if (nick.Length > Limits.DataNick)
        {
            reason = "the nick is too long";
            return Reading.Bad;
        }

        request = end < 0 ? null : new DataRequest(RequestKind.SendList, LegacyText.Decode(nick));
        return end < 0 ? Reading.More : Reading.Whole;
    }

    private static Reading ReadFile(RequestKind kind, ReadOnlySpan<byte> rest, out DataRequest? request, out string? reason)
    {
        request = null;
        reason = null;
        rest = rest.TrimStart((byte)' ');
        var space = rest.IndexOf((byte)' ');
        if (space > Limits.DataNick || (space < 0 && rest.Length > Limits.DataNick))
        {
            reason = "the nick is too long";
            return Reading.Bad;
        }

        if (space < 0)
        {
            return Reading.More;
        }

        var nick = LegacyText.Decode(rest[..space]);
        var reading = ReadPath(rest[space..].TrimStart((byte)' '), out var path, out rest, out reason);
        if (reading != Reading.Whole)
        {
            return reading;
        }

        rest = rest.TrimStart((byte)' ');
        var digits = rest[..DataText.Digits(rest)];
        if (!DataText.TryNumber(digits, out var number) && !rest.IsEmpty)
        {
            reason = "the number is none";
            return Reading.Bad;
        }

        if (digits.IsEmpty && kind == RequestKind.Send)
        {
            return Reading.More;
        }

        var fields = new DataRequest(kind, nick, path, number);
        return kind == RequestKind.Get ? ReadHashWanted(rest[digits.Length..], fields, out request) : ReadHash(rest[digits.Length..], fields, out request);
    }

    private static Reading ReadPath(ReadOnlySpan<byte> rest, out byte[] path, out ReadOnlySpan<byte> behind, out string? reason)
    {
        path = [];
        behind = default;
        reason = null;
        if (rest.IsEmpty)
        {
            return Reading.More;
        }

        var isQuoted = rest[0] == (byte)'"';
        var text = rest[(isQuoted ? 1 : 0)..];
        var end = text.IndexOf(isQuoted ? (byte)'"' : (byte)' ');
        var length = end < 0 ? text.Length : end;
        if (length > Limits.PathLength || end == 0)
        {
            reason = length == 0 ? "the path is empty" : "the path is too long";
            return Reading.Bad;
        }

        if (end < 0)
        {
            return Reading.More;
        }

        path = text[..end].ToArray();
        behind = text[(end + 1)..];
        return Reading.Whole;
    }

    private static Reading ReadHashWanted(ReadOnlySpan<byte> rest, DataRequest fields, out DataRequest? request)
    {
        var wants = rest.StartsWith(DataText.HashWanted);
        request = fields with { WantsHash = wants };
        return wants || !DataText.HashWanted.StartsWith(rest) ? Reading.Whole : Reading.Maybe;
    }

    private static Reading ReadHash(ReadOnlySpan<byte> rest, DataRequest fields, out DataRequest? request)
    {
        var reading = DataText.ReadHash(rest, out var hash, out _);
        request = fields with { Sha256 = hash };
        return reading == Reading.Maybe ? Reading.Maybe : Reading.Whole;
    }
}
