using System.Globalization;
using System.Text;

namespace Shoal.Trackers.Messages.Http;

/// <summary>An announce as a GET request (BEP 3, 7, 23), the client's end.</summary>
public static class HttpAnnounce
{
    /// <summary>The URL to ask for. What the tracker's own URL has behind a "?" (a passkey, often) stays in front.</summary>
    public static string UrlOf(string trackerUrl, AnnounceRequest request)
    {
        ArgumentNullException.ThrowIfNull(trackerUrl);
        ArgumentNullException.ThrowIfNull(request);
        var url = QueryJoin.Begin(trackerUrl);
        url.Append("info_hash=").AppendEscaped(request.InfoHash.Span);
        url.Append("&peer_id=").AppendEscaped(request.PeerId.Span);
        url.Append(CultureInfo.InvariantCulture, $"&port={request.Port}&uploaded={request.Uploaded}&downloaded={request.Downloaded}&left={request.Left}");
        url.Append(CultureInfo.InvariantCulture, $"&compact=1&no_peer_id=1&key={request.Key:x8}");
        if (request.Event == AnnounceEvent.Stopped || request.Wanted is not null)
        {
            // Who leaves needs nobody.
            url.Append(CultureInfo.InvariantCulture, $"&numwant={(request.Event == AnnounceEvent.Stopped ? 0 : request.Wanted)}");
        }

        if (NameOf(request.Event) is { } name)
        {
            url.Append("&event=").Append(name);
        }

        if (request.TrackerId is { } trackerId)
        {
            url.Append("&trackerid=").AppendEscaped(Encoding.Latin1.GetBytes(trackerId));
        }

        return url.ToString();
    }

    private static string? NameOf(AnnounceEvent what) => what switch
    {
        AnnounceEvent.Started => "started",
        AnnounceEvent.Completed => "completed",
        AnnounceEvent.Stopped => "stopped",
        _ => null,
    };
}
