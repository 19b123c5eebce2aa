using System.Text;

namespace Shoal.Trackers.Messages.Http;

/// <summary>Puts parameters behind those that an URL has.</summary>
internal static class QueryJoin
{
    /// <summary>The URL without its fragment and with what must stand before the next parameter.</summary>
    public static StringBuilder Begin(string url)
    {
        var fragment = url.IndexOf('#', StringComparison.Ordinal);
        var text = new StringBuilder(fragment < 0 ? url : url[..fragment]);
        var bare = text.ToString();
        return !bare.Contains('?', StringComparison.Ordinal) ? text.Append('?') : bare[^1] is '?' or '&' ? text : text.Append('&');
    }
}
