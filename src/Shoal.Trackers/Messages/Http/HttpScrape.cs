using Shoal.Metainfo;

namespace Shoal.Trackers.Messages.Http;

/// <summary>A scrape as a GET request (BEP 48), the client's end.</summary>
public static class HttpScrape
{
    /// <summary>Swarms asked about in one request at most.</summary>
    public const int HashesAtOnce = Limits.HttpScrapeHashes;

    private const string Announce = "announce";

    /// <summary>The URL to ask for, or null where the tracker's URL names no "announce" that "scrape" could replace.</summary>
    public static string? UrlOf(string trackerUrl, IReadOnlyList<Sha1Hash> infoHashes)
    {
        ArgumentNullException.ThrowIfNull(trackerUrl);
        ArgumentNullException.ThrowIfNull(infoHashes);
        if (PlaceOfAnnounce(trackerUrl) is not { } at)
        {
            return null;
        }

        var url = QueryJoin.Begin(string.Concat(trackerUrl.AsSpan(0, at), "scrape", trackerUrl.AsSpan(at + Announce.Length)));
        for (var i = 0; i < infoHashes.Count; i++)
        {
            url.Append(i == 0 ? "info_hash=" : "&info_hash=").AppendEscaped(infoHashes[i].Span);
        }

        return url.ToString();
    }

    // The last component of the path that begins so: "/announce", "/announce.php", "/PASSKEY/announce", "/announce/PASSKEY".
    private static int? PlaceOfAnnounce(string url)
    {
        var authority = url.IndexOf("://", StringComparison.Ordinal);
        var end = url.AsSpan().IndexOfAny('?', '#');
        var path = authority < 0 ? -1 : url.IndexOf('/', authority + 3);
        end = end < 0 ? url.Length : end;
        if (path < 0 || path >= end)
        {
            return null;
        }

        var component = url.AsSpan(path, end - path).LastIndexOf("/" + Announce, StringComparison.Ordinal);
        return component < 0 ? null : path + component + 1;
    }
}
