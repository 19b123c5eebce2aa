namespace Shoal.Trackers;

/// <summary>
/// How a tracker's URL is shown: scheme, host, port and the last part of its path. What may be a passkey is not: private trackers put
/// one into the path, the query or the credentials, and whoever reads it in a log is its owner to the tracker.
/// </summary>
public static class ShownUrl
{
    private const string Hidden = "…";

    /// <summary>Longer words, and any with a digit, may be secrets.</summary>
    private const int LongestPlain = 16;

    /// <summary>Shorter words are too common to be taken out of a text.</summary>
    private const int ShortestSecret = 6;

    /// <summary>The URL without what may be a secret.</summary>
    public static string Of(string url)
    {
        if (!TrackerUrl.TryParse(url, out var parts, out _))
        {
            return "an unreadable URL";
        }

        var segments = parts.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var path = segments.Length == 0 ? "" : "/" + (segments.Length > 1 ? Hidden + "/" : "") + (IsPlain(segments[^1]) ? segments[^1] : Hidden);
        return parts.Origin + path + (parts.Query.Length > 0 ? "?" + Hidden : "");
    }

    /// <summary>A text that may repeat the URL or a part of it, as trackers' refusals do, without what may be a secret.</summary>
    public static string Hide(string text, string url)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!TrackerUrl.TryParse(url, out var parts, out _))
        {
            return text;
        }

        text = text.Replace(url, Of(url), StringComparison.OrdinalIgnoreCase);
        var words = parts.Path.Split('/').Concat(parts.Query.Split('&', '=')).Concat(parts.Credentials?.Split(':', 2) ?? []);
        foreach (var word in words.SelectMany(word => new[] { word, Uri.UnescapeDataString(word) }).Where(word => word.Length >= ShortestSecret && !IsPlain(word)))
        {
            text = text.Replace(word, Hidden, StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    private static bool IsPlain(string word) => word.Length <= LongestPlain && word.All(c => char.IsAsciiLetter(c) || c is '.' or '-' or '_');
}
