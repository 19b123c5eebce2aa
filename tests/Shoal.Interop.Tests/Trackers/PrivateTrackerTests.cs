using Shoal.Interop.Tests.Programs;
using Shoal.Interop.Tests.Transfers;

namespace Shoal.Interop.Tests.Trackers;

/// <summary>`shoal tracker --private` as its operator runs it, with libtorrent for its users.</summary>
public sealed class PrivateTrackerTests
{
    private const int Length = 300_001;

    /// <summary>By UDP the passkey is in the URL data of BEP 41.</summary>
    [Theory]
    [InlineData("udp")]
    [InlineData("http")]
    public void Libtorrent_finds_its_peer_with_a_passkey_and_is_refused_with_a_wrong_one(string protocol)
    {
        using var box = new Sandbox();
        box.Write("seed/file.bin", Length);
        var tracker = new ShoalTracker(box.Start(ShoalProgram.Path, [.. ShoalTracker.Arguments("127.0.0.1"), "--private"]));
        var url = protocol == "udp" ? tracker.Udp : tracker.Http;
        // The one's is in the path, the other's behind the "?".
        string[] keys = [NewUser(box, "ann"), NewUser(box, "bob")];
        var seed = box.Libtorrent("seed", Torrent("ann.torrent", url.Replace("/announce", $"/{keys[0]}/announce", StringComparison.Ordinal)), "seed", "--trackers");
        seed.Child.Line("ready");

        box.Libtorrent("leech", Torrent("wrong.torrent", url.Replace("/announce", $"/{keys[0][..31]}x/announce", StringComparison.Ordinal)), box.NewFolder("wrong"), "--trackers").Child.Line(Refused("unknown passkey"));
        box.Libtorrent("leech", Torrent("none.torrent", url), box.NewFolder("none"), "--trackers").Child.Line(Refused("this tracker is private"));
        box.Libtorrent("leech", Torrent("bob.torrent", $"{url}?passkey={keys[1]}"), box.NewFolder("copy"), "--trackers").Completes();

        Copies.AreEqual(box.At("seed/file.bin"), box.At("copy/file.bin"));
        Assert.False(File.Exists(box.At("wrong/file.bin")) && new FileInfo(box.At("wrong/file.bin")).Length > 0);
        Eventually.Is("the tracker to hear what bob fetched", () => Figure(box, "bob", "downloaded") == Length, () => string.Join('\n', box.Stories));
        seed.Child.Signal(Child.SigTerm);
        if (protocol == "http")
        {
            // By UDP libtorrent's last words do not leave before its end.
            Eventually.Is("the tracker to hear what ann gave", () => Figure(box, "ann", "uploaded") == Length, () => string.Join('\n', box.Stories));
        }

        Assert.Equal((0, 0), (Figure(box, "ann", "downloaded"), Figure(box, "bob", "uploaded")));
        tracker.Child.Signal(Child.SigTerm);
        tracker.Child.EndsWith(0);
        Assert.DoesNotContain(tracker.Child.Out.Concat(tracker.Child.Errors), line => keys.Any(key => line.Contains(key, StringComparison.Ordinal)));

        // Of a refusal by UDP libtorrent tells its user no text.
        string Refused(string why) => protocol == "udp" ? "refused" : "refused " + why;

        string Torrent(string name, string announce) => box.Create("seed/file.bin", name, "--format", "v1", "--piece-length", "64K", "--private", "-t", announce);
    }

    /// <summary>Peers tell totals; where one is told again after a kill, what was written of it before is not counted again.</summary>
    [Fact]
    public async Task A_tracker_that_is_killed_loses_the_last_seconds_at_most_and_counts_nothing_twice()
    {
        using var box = new Sandbox();
        var port = Sandbox.FreePort();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var child = Start();
        var key = NewUser(box, "ann");
        var told = new long[8];
        var chance = new Random(5);
        foreach (var peer in Enumerable.Range(0, told.Length))
        {
            await AnnounceAsync(peer);
        }

        for (var kill = 0; kill < 5; kill++)
        {
            var written = Figure(box, "ann", "uploaded");
            Assert.Equal(told.Sum(), written);
            foreach (var _ in Enumerable.Range(0, 200))
            {
                var peer = chance.Next(told.Length);
                told[peer] += chance.Next(100_000);
                await AnnounceAsync(peer);
            }

            child.Signal(Child.SigKill);
            child.End();
            child = Start();
            // Before anybody speaks there is what was written, whole batches of it.
            Assert.InRange(Figure(box, "ann", "uploaded"), written, told.Sum());
            foreach (var peer in Enumerable.Range(0, told.Length))
            {
                await AnnounceAsync(peer);
            }
        }

        Assert.Equal(told.Sum(), Figure(box, "ann", "uploaded"));
        child.Signal(Child.SigTerm);
        child.EndsWith(0);

        Child Start()
        {
            var started = box.Start(ShoalProgram.Path, "tracker", "--bind", "127.0.0.1", "--port", $"{port}", "--control", "127.0.0.1:0", "--json", "--private");
            started.Line("{");
            return started;
        }

        async Task AnnounceAsync(int peer)
        {
            var answer = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/{key}/announce?info_hash=tttttttttttttttttttt&peer_id=ppppppppppppppppppp{peer}&port={7000 + peer}&left=9&uploaded={told[peer]}"));
            Assert.DoesNotContain("failure", answer, StringComparison.Ordinal);
        }
    }

    private static string NewUser(Sandbox box, string name)
    {
        box.RunShoal("tracker", "user", "add", name);
        return Json.Of(box.RunShoal("tracker", "key", "add", name, "--json").Out[0]).GetProperty("passkey").GetString()!;
    }

    private static long Figure(Sandbox box, string user, string figure) => Json.Of(box.RunShoal("tracker", "user", "report", user, "--json").Out[0]).GetProperty(figure).GetInt64();
}
