using System.Globalization;
using System.Text.Json;
using Shoal.Cli.Shell;
using Shoal.Napster.Client.Downloads;

namespace Shoal.Cli.Napster.Listing;

/// <summary>One download in one line.</summary>
internal static class DownloadLine
{
    public static string Of(DownloadView view)
    {
        var name = view.Text[(view.Text.LastIndexOfAny(['\\', '/']) + 1)..];
        return $"{name} from {view.Nick}: {StateOf(view)}";
    }

    public static void Write(Utf8JsonWriter json, DownloadView view)
    {
        json.WriteNumber("id", view.Id);
        json.WriteString("owner", view.Nick);
        json.WriteString("name", view.Text);
        json.WriteString("file", view.Target);
        json.WriteString("state", view.State.ToString().ToLowerInvariant());
        json.WriteNumber("size", view.Size);
        json.WriteNumber("received", view.Received);
        if (view.Place is { } place)
        {
            json.WriteNumber("place", place);
        }

        json.WriteIfThere("reason", view.Reason);
        if (view.Next is { } next)
        {
            json.WriteNumber("nextTrySeconds", Math.Round(next.TotalSeconds, 1));
        }

        json.WriteIfThere("sha256", view.Sha256?.ToString());
        json.WriteBoolean("verified", view.IsVerified);
    }

    private static string StateOf(DownloadView view)
    {
        var share = view.Size > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100.0 * view.Received / view.Size:F1} % of {Sizes.Format(view.Size)}") : Sizes.Format(view.Received);
        return view.State switch
        {
            DownloadState.Waiting => view.Received > 0 ? $"{share}, waits for its turn" : "waits for its turn",
            DownloadState.Asking => $"asks {view.Nick}",
            DownloadState.Queued => view.Place is > 0 and var place ? $"waits in {view.Nick}'s queue, {place}." : $"waits in {view.Nick}'s queue",
            DownloadState.Connecting => "connects",
            DownloadState.Receiving => share,
            DownloadState.Retrying => $"{view.Reason}; again in {Math.Ceiling(Math.Max(0, view.Next.GetValueOrDefault().TotalSeconds)).ToString(CultureInfo.InvariantCulture)} s{(view.Received > 0 ? $", {share} is here" : "")}",
            DownloadState.Done => $"is here, {Sizes.Format(view.Received)}{(view.IsVerified ? ", verified" : ", not verified: its owner told no hash")}: {view.Target}",
            _ => $"cannot be had: {view.Reason}",
        };
    }
}
