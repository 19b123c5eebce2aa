using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using Shoal.Cli.Demo;
using Shoal.Cli.Napster.Listing;
using Shoal.Cli.Shell;
using Shoal.Napster.Client.Downloads;
using Shoal.Napster.Client.Searching;

namespace Shoal.Cli.Commands;

/// <summary>shoal demo napster: a server, two who share and one who looks for something, in one go.</summary>
internal sealed class DemoNapsterCommand
{
    private const int Small = 300_000;
    private const int Song = 4 << 20;
    private const int Concert = 48 << 20;

    public static Command Create() => new Verb("napster", "Watch the other way: a server that knows all files, two users who share, one who searches, browses and fetches, straight from them.")
    {
        Examples = ["shoal demo napster"],
        Run = new DemoNapsterCommand().RunAsync,
    };

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        await using var town = new NapsterTown();
        var concert = Make(Concert);
        Put(town, "ann", "blue sky.mp3", Make(Song));
        Put(town, "ann", "blue river.mp3", Make(Small));
        Put(town, "ann", "the whole concert.mp3", concert);
        Put(town, "ben", "Concert (complete).mp3", concert);
        Put(town, "ben", "green hill.mp3", Make(Small));
        await town.StartAsync(cancellation);
        await town.ComeAsync("ann", "24M", cancellation);
        await town.ComeAsync("ben", null, cancellation);
        var cat = await town.ComeAsync("cat", null, cancellation);
        output.Line($"A server at {town.Server} knows all users and all files. ann shares three files and ben two; the server has none of them, only their names.");

        output.Line("");
        output.Line("cat searches for \"blue\": the server answers from its database.");
        var found = await NapsterTown.FindAsync(cat, "blue", 2, cancellation);
        Tell(output, found);

        output.Line("");
        output.Line("cat browses ben:");
        Tell(output, await cat.Napster.BrowseAsync("ben"));

        output.Line("");
        output.Line("cat fetches a song. The server tells both where the other is; the file goes straight from one to the other.");
        var isSame = await FetchAsync(town, cat, found.First(static file => file.Size == Song), "blue sky.mp3", null, output, cancellation);

        output.Line("");
        output.Line("cat fetches the concert from ann, who goes away in the middle. The server knows who else has the same, by its hash: ben, under another name. cat goes on there.");
        var long_ = await NapsterTown.FindAsync(cat, "whole concert", 1, cancellation);
        isSame &= await FetchAsync(town, cat, long_[0], "the whole concert.mp3", "ann", output, cancellation);
        output.Line("");
        output.Line("In a swarm cat would have fetched pieces from both at once, and passed them on while fetching: 'shoal demo' shows it. docs/napster.md tells the two designs side by side.");
        return isSame ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<bool> FetchAsync(NapsterTown town, Shoal.Cli.Napster.Presence.IRunningClient cat, RemoteFile file, string name, string? leaver, Output output, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var watch = new DownloadWatch(output);
        var id = (await cat.Napster.GetAsync(file, town.FetchedBy("cat"))).Id;
        if (leaver is not null)
        {
            await NapsterTown.AwaitAsync(cat, id, static view => view.Received >= view.Size / 3, view => watch.Show([view]), cancellation);
            await town.GoAsync(leaver);
        }

        var got = await NapsterTown.AwaitAsync(cat, id, static _ => false, view => watch.Show([view]), cancellation);
        watch.Leave();
        var took = Stopwatch.GetElapsedTime(started);
        var isSame = got.State == DownloadState.Done && HashOf(got.Target) is var hash && string.Equals(hash, HashOf(Path.Combine(town.SharedBy("ann"), name)), StringComparison.Ordinal);
        output.Line(got.State == DownloadState.Done
            ? $"{name}: {Sizes.Format(got.Received)} in {took.TotalSeconds:F1} s, in the end from {got.Nick}, {(isSame ? "identical to the original" : "DIFFERENT from the original")}."
            : DownloadLine.Of(got));
        output.Field("SHA-256", got.Sha256?.ToString() ?? "nobody told it");
        output.JsonLine(json =>
        {
            DownloadLine.Write(json, got);
            json.WriteNumber("seconds", Math.Round(took.TotalSeconds, 2));
            json.WriteBoolean("identical", isSame);
        });
        return isSame;
    }

    private static void Tell(Output output, IReadOnlyList<RemoteFile> files)
    {
        for (var i = 0; i < files.Count; i++)
        {
            output.Line("  " + string.Join("  ", FileRows.Row(i + 1, files[i], isForPeople: true)));
        }
    }

    private static byte[] Make(int length) => RandomNumberGenerator.GetBytes(length);

    private static void Put(NapsterTown town, string nick, string name, byte[] content) => File.WriteAllBytes(Path.Combine(town.SharedBy(nick), name), content);

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
