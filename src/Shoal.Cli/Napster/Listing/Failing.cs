using Shoal.Cli.Shell;
using Shoal.Napster.Client;

namespace Shoal.Cli.Napster.Listing;

/// <summary>What a client cannot have is a sentence for the user.</summary>
internal static class Failing
{
    public static async Task<T> WithAsync<T>(Task<T> answer, CancellationToken cancellation)
    {
        await WithAsync((Task)answer, cancellation);
        return await answer;
    }

    public static async Task WithAsync(Task answer, CancellationToken cancellation)
    {
        try
        {
            await answer.WaitAsync(cancellation);
        }
        catch (NapsterException e)
        {
            throw new VerbException(ExitCode.Failed, e.Message, e);
        }
    }
}
