using Shoal.Cli.Shell;
using Shoal.Dht.Searches;
using Shoal.Metainfo;

namespace Shoal.Cli.Dht;

/// <summary>Tells the nodes near a torrent that a peer of it is here: once, or again and again.</summary>
internal sealed class Announcing(DhtRun run, IReadOnlyList<Sha1Hash> hashes, DhtAnnounce announce, Output output)
{
    /// <exception cref="VerbException">Nobody took it.</exception>
    public async Task OnceAsync(CancellationToken cancellation)
    {
        if (await TryAsync(cancellation) is { } failure)
        {
            throw new VerbException(ExitCode.Failed, failure);
        }
    }

    /// <summary>Until the user stops it, which is how it ends, between two announces or in the midst of one.</summary>
    public async Task AgainAsync(TimeSpan every, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(every, cancellation);
                if (await TryAsync(cancellation) is { } failure)
                {
                    output.ErrorLine(failure);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was told stands until the nodes forget it.
        }
    }

    /// <returns>Why nobody took it; null where somebody did.</returns>
    private async Task<string?> TryAsync(CancellationToken cancellation)
    {
        var feed = await run.SearchAsync(hashes, announce);
        await foreach (var peer in feed.ReadAllAsync(cancellation))
        {
            // Who else shares it is told by get-peers.
            _ = peer;
        }

        var sum = feed.Sum;
        output.JsonLine(json => SearchLines.Write(json, sum));
        if (sum.Announced > 0)
        {
            output.Line($"{Counts.Of(sum.Announced, "node")} took it: {(announce.IsSeed ? "a seed" : "a peer")} at port {announce.Port} of {string.Join(" and ", hashes)} ({SearchLines.Sums(sum)})");
            output.Flush();
            return null;
        }

        return sum.Answers == 0
            ? SearchLines.NobodyAnswered(sum)
            : $"no node took the announce: {SearchLines.Sums(sum)}; try again, or begin elsewhere with --bootstrap HOST:PORT";
    }
}
