using Shoal.Metainfo.Creating;

namespace Shoal.Cli.Shell;

/// <summary>Turns whatever ended a verb into a sentence and an exit code.</summary>
internal static class Failure
{
    public static int Report(Exception exception, Output output, bool verbose, bool interrupted)
    {
        var (code, message) = exception switch
        {
            OperationCanceledException when interrupted => (ExitCode.Interrupted, "interrupted"),
            VerbException e => (e.ExitCode, e.Message),
            SourceException e => (ExitCode.Failed, e.Message),
            IOException or UnauthorizedAccessException => (ExitCode.Failed, exception.Message),
            _ => (ExitCode.Failed, $"a fault in shoal itself ({exception.GetType().Name}: {exception.Message}): run it again with -v and report what it prints"),
        };
        output.ErrorLine(message);
        if (verbose)
        {
            foreach (var line in exception.ToString().Split('\n'))
            {
                output.ErrorLine(line.TrimEnd());
            }
        }

        return code;
    }
}
