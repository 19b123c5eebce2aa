using System.CommandLine;
using Shoal.Cli.Napster.Listing;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster queue: what is wanted, and what others want.</summary>
internal sealed class NapsterQueueCommand
{
    private readonly Argument<int[]> _ids = new("NUMBER") { Description = "The numbers in the queue", Arity = ArgumentArity.OneOrMore };

    public static Verb Create(NapsterShell shell)
    {
        var remove = new NapsterQueueCommand();
        var retry = new NapsterQueueCommand();
        var verb = shell.Make(
            Place.Anywhere,
            "queue",
            "Show what is wanted from others, and what others want from here.",
            ["shoal napster queue", "shoal napster queue retry 3", "shoal napster queue remove 3 4"],
            ListAsync);
        verb.Add(shell.Make(Place.Anywhere, "remove", "Want files no more; what came of them stays.", ["shoal napster queue remove 3"], remove.RemoveAsync, remove._ids));
        verb.Add(shell.Make(Place.Anywhere, "retry", "Try at once again.", ["shoal napster queue retry 3"], retry.RetryAsync, retry._ids));
        return verb;
    }

    private static async Task<int> ListAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        var downloads = await presence.Napster.DownloadsAsync().WaitAsync(cancellation);
        var uploads = await presence.Napster.UploadsAsync().WaitAsync(cancellation);
        foreach (var download in downloads)
        {
            output.Line($"{download.Id,4}  {DownloadLine.Of(download)}");
            output.JsonLine(json => DownloadLine.Write(json, download));
        }

        foreach (var upload in uploads)
        {
            output.Line($"   <  {upload.Nick} {(upload.State == Shoal.Napster.Client.Uploads.UploadState.Waiting ? "waits for" : "fetches")} {upload.Text}");
            output.JsonLine(json =>
            {
                json.WriteString("upload", upload.Text);
                json.WriteString("nick", upload.Nick);
                json.WriteString("state", upload.State.ToString().ToLowerInvariant());
                json.WriteNumber("sent", upload.Sent);
                json.WriteNumber("size", upload.Size);
            });
        }

        if (downloads.Count + uploads.Count == 0)
        {
            output.Line("Nothing is wanted, by you or from you.");
        }

        return ExitCode.Done;
    }

    private Task<int> RemoveAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation) =>
        EachAsync(parsed, output, "removed", presence.Napster.RemoveAsync, cancellation);

    private Task<int> RetryAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation) =>
        EachAsync(parsed, output, "retried", presence.Napster.RetryAsync, cancellation);

    private async Task<int> EachAsync(ParseResult parsed, Output output, string what, Func<int, Task<bool>> deed, CancellationToken cancellation)
    {
        var code = ExitCode.Done;
        foreach (var id in parsed.GetRequiredValue(_ids))
        {
            if (await deed(id).WaitAsync(cancellation))
            {
                output.Line($"{id} is {what}.");
                output.JsonLine(json => json.WriteNumber(what, id));
            }
            else
            {
                output.ErrorLine($"the queue has no {id}: 'shoal napster queue' shows what there is");
                code = ExitCode.Failed;
            }
        }

        return code;
    }
}
