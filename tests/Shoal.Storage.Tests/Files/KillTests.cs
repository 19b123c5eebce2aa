using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Shoal.Storage.Files;

namespace Shoal.Storage.Tests.Files;

/// <summary>Kills a process that fetches, as often as it takes, and looks what the next one finds.</summary>
public sealed class KillTests
{
    private const string ChildVariable = "SHOAL_STORAGE_TEST_CHILD";
    private static readonly bool[] Wanted = [true, false, true, true, true];

    [Fact]
    public void A_kill_at_any_moment_loses_no_piece_that_was_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kill -9");
        var torrent = Torrent();
        using var folder = new TempFolder();
        var random = new Random(7);
        var written = new HashSet<int>();
        var kills = 0;
        for (var found = 0; found < torrent.Layout.PieceCount; kills++)
        {
            RunAndKill(folder.Root, random.Next(1, 12), written);
            using var store = Stores.Open(torrent, Stores.Options(folder, Wanted), out var loaded);
            var have = Stores.Pieces(torrent, loaded.Have);
            Assert.Empty(written.Except(have));
            Assert.All(have, piece => Assert.Equal(torrent.Piece(piece).ToArray(), store.Read(piece, 0, torrent.Piece(piece).Length)));
            found = have.Length;
        }

        Assert.True(kills > 3);
    }

    // Runs before the test program's own Main: the child is the same program.
    [ModuleInitializer]
    internal static void RunAsChild()
    {
        if (Environment.GetEnvironmentVariable(ChildVariable) is { } root)
        {
            Fetch(root);
            Environment.Exit(0);
        }
    }

    private static TestTorrent Torrent() =>
        TestTorrent.Create(TestTorrent.Kind.V1, 30_000, [400_000, 50_000, 700_000, 1_000_000, 90_000], new Random(42));

    private static void Fetch(string root)
    {
        var torrent = Torrent();
        var options = new StoreOptions { DownloadFolder = Path.Combine(root, "download"), StateFolder = Path.Combine(root, "state"), Wanted = Wanted };
        var error = FileStore.OpenChecked(torrent.Metainfo, options, 1, null, out var store, out var loaded, CancellationToken.None);
        Console.WriteLine(error is null ? "open" : error.Message);
        var have = loaded!.Have;
        var order = Enumerable.Range(0, torrent.Layout.PieceCount).Where(p => !Bits.Get(have, p)).ToArray();
        new Random(Environment.ProcessId).Shuffle(order);
        foreach (var (index, piece) in order.Index())
        {
            _ = Console.In.ReadLine();
            if (store!.Write(torrent, piece) is { } failed)
            {
                Console.WriteLine(failed.Message);
                return;
            }

            Console.WriteLine(piece.ToString(CultureInfo.InvariantCulture));
            Bits.Set(have, piece);
            if (index % 5 == 4)
            {
                _ = store!.Save(new ResumeState { Have = have, Partial = [], IsClean = false });
            }
        }
    }

    private static void RunAndKill(string root, int lines, HashSet<int> written)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        start.Environment[ChildVariable] = root;
        using var child = Process.Start(start)!;
        Assert.Equal("open", child.StandardOutput.ReadLine());

        // One more than is waited for: the kill meets the child at work.
        child.StandardInput.Write(new string('\n', lines + 1));
        child.StandardInput.Flush();
        for (var i = 0; i < lines && child.StandardOutput.ReadLine() is { } line; i++)
        {
            written.Add(int.Parse(line, CultureInfo.InvariantCulture));
        }

        child.Kill();
        while (child.StandardOutput.ReadLine() is { } line)
        {
            written.Add(int.Parse(line, CultureInfo.InvariantCulture));
        }

        child.WaitForExit();
    }
}
