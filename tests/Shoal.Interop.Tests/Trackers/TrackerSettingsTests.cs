using System.Net;
using System.Net.Sockets;
using Shoal.Interop.Tests.Programs;
using Shoal.Interop.Tests.Transfers;

namespace Shoal.Interop.Tests.Trackers;

/// <summary>`shoal tracker` started again, and told by others than its command line.</summary>
public sealed class TrackerSettingsTests
{
    /// <summary>Whoever comes after a restart, or after a kill that left the file of the start before it, finds the seed, which has not announced since.</summary>
    [Fact]
    public void A_tracker_that_starts_again_knows_its_peers()
    {
        using var box = new Sandbox();
        box.Write("seed/file.bin", 300_001);
        var port = Sandbox.FreePort();
        var first = Start();
        var torrent = box.Create("seed/file.bin", "file.torrent", "--format", "v1", "--piece-length", "64K", "-t", first.Udp);
        box.Libtorrent("seed", torrent, "seed").Child.Line("ready");
        box.Run("/usr/bin/python3", Sandbox.ScrapeScript, $"127.0.0.1:{port}", box.InfoHashOf(torrent), "8:completei1e");
        Assert.Equal(1, first.Stop().Torrents);

        var second = Start();
        Assert.Equal(1, Json.Of(second.Child.Line("{")).GetProperty("remembered").GetInt32());
        second.Child.Signal(Child.SigKill);
        second.Child.End();

        var third = Start();
        third.Child.Line("{");
        box.Libtorrent("leech", torrent, box.NewFolder("copy")).Completes();
        Copies.AreEqual(box.At("seed/file.bin"), box.At("copy/file.bin"));
        third.Stop();

        ShoalTracker Start() => new(box.Start(ShoalProgram.Path, "tracker", "--bind", "127.0.0.1", "--port", $"{port}", "--snapshot", box.At("swarms"), "--json"));
    }

    /// <summary>Packets as BEP 15 has them.</summary>
    [Fact]
    public void A_scrape_by_udp_is_counted_at_the_end_as_one_by_http_is()
    {
        using var box = new Sandbox();
        var tracker = new ShoalTracker(box.Start(ShoalProgram.Path, ShoalTracker.Arguments("127.0.0.1")));
        using var client = new UdpClient("127.0.0.1", new Uri(tracker.Udp).Port);
        client.Client.ReceiveTimeout = 20_000;
        var from = new IPEndPoint(IPAddress.Any, 0);
        client.Send([0, 0, 4, 0x17, 0x27, 0x10, 0x19, 0x80, 0, 0, 0, 0, 1, 2, 3, 4]);
        var connected = client.Receive(ref from);
        client.Send([.. connected[8..16], 0, 0, 0, 2, 5, 6, 7, 8, .. new byte[20]]);

        Assert.Equal([0, 0, 0, 2, 5, 6, 7, 8, .. new byte[12]], client.Receive(ref from));

        box.Run("/usr/bin/python3", Sandbox.ScrapeScript, new Uri(tracker.Http).Authority, new string('0', 40), "8:completei0e");
        tracker.Stop();
        Assert.Equal(2, Json.Of(tracker.Child.Out[^1]).GetProperty("scrapes").GetInt32());
    }

    [Fact]
    public void A_list_edited_by_hand_is_read_at_a_signal_and_a_broken_one_changes_nothing()
    {
        using var box = new Sandbox();
        var (first, second) = (new string('1', 40), new string('2', 40));
        File.WriteAllText(box.At("list"), first + "\n");
        var tracker = new ShoalTracker(box.Start(ShoalProgram.Path, [.. ShoalTracker.Arguments("127.0.0.1"), "--allow-list", box.At("list")]));
        Assert.Contains("is not on this tracker's list", Announce(second), StringComparison.Ordinal);

        File.WriteAllText(box.At("list"), $"{second}\n{new string('3', 40)}\n");
        tracker.Child.Signal(Child.SigHup);
        Assert.Equal(2, Logged("servesList").GetProperty("count").GetInt32());
        Assert.DoesNotContain("failure", Announce(second), StringComparison.Ordinal);
        Assert.Contains("is not on this tracker's list", Announce(first), StringComparison.Ordinal);

        File.WriteAllText(box.At("list"), "nonsense\n");
        tracker.Child.Signal(Child.SigHup);
        Assert.StartsWith("line 1 of ", Logged("keepsList").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("failure", Announce(second), StringComparison.Ordinal);
        tracker.Stop();

        string Announce(string hash) => string.Concat(box.Run("curl", "--silent", "--show-error", "--fail", "--noproxy", "*",
            $"{tracker.Http}?info_hash={string.Concat(hash.Chunk(2).Select(static two => "%" + new string(two)))}&peer_id=aaaaaaaaaaaaaaaaaaaa&port=7001&left=5"));

        System.Text.Json.JsonElement Logged(string name)
        {
            Eventually.Is(name, () => tracker.Child.Out.Any(line => line.Contains($"\"{name}\"", StringComparison.Ordinal)), tracker.Child.Story);
            return Json.Of(tracker.Child.Out.Last(line => line.Contains($"\"{name}\"", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void The_environment_says_what_the_command_line_does_not_and_more_than_a_file()
    {
        using var box = new Sandbox();
        File.WriteAllText(box.At("tracker.conf"), "bind = 192.0.2.1\nport = 0\n");
        var tracker = box.Start("/usr/bin/env", "SHOAL_TRACKER_BIND=127.0.0.1, ::1", "SHOAL_TRACKER_CONFIG=" + box.At("tracker.conf"), ShoalProgram.Path, "tracker", "--json");

        var hosts = Json.Of(tracker.Line("{")).GetProperty("http").EnumerateArray().Select(static http => new Uri("http://" + http.GetString()).Host);

        Assert.Equal(["127.0.0.1", "[::1]"], hosts);
    }

    /// <summary>What is misspelled could be what closes the tracker to strangers.</summary>
    [Fact]
    public void A_variable_that_is_no_setting_is_an_error()
    {
        using var box = new Sandbox();
        var tracker = box.Start("/usr/bin/env", "SHOAL_TRACKER_BNID=127.0.0.1", ShoalProgram.Path, "tracker").EndsWith(2);
        Assert.Equal(["shoal: SHOAL_TRACKER_BNID in the environment is no setting of 'shoal tracker': see 'shoal tracker --help' for its options"], tracker.Errors);
    }
}
