using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Trackers;

/// <summary>What one sees of `shoal tracker` while it runs.</summary>
public sealed class ControlTests
{
    [Fact]
    public void What_is_asked_by_http_is_seen_in_the_figures()
    {
        using var box = new Sandbox();
        var tracker = new ShoalTracker(box.Start(ShoalProgram.Path, ShoalTracker.Arguments("127.0.0.1")));
        Curl(box, tracker.Http + "?info_hash=tttttttttttttttttttt&peer_id=aaaaaaaaaaaaaaaaaaaa&port=7001&left=5");
        Curl(box, tracker.Http.Replace("announce", "scrape", StringComparison.Ordinal) + "?info_hash=tttttttttttttttttttt");

        Assert.Equal("ok", Curl(box, tracker.Control + "/healthz")[0]);
        var stats = Json.Of(Curl(box, tracker.Control + "/stats")[0]);
        Assert.Equal((1, 1, 1), (stats.GetProperty("announces").GetInt32(), stats.GetProperty("scrapes").GetInt32(), stats.GetProperty("torrents").GetInt32()));
        Assert.Equal(1, stats.GetProperty("peers").GetProperty("ipv4").GetProperty("leechers").GetInt32());
        var http = stats.GetProperty("listeners").EnumerateArray().Single(static each => each.GetProperty("protocol").GetString() == "http");
        Assert.Equal(2, http.GetProperty("requests").GetProperty("answered").GetInt32());
        Assert.Contains(Curl(box, tracker.Control + "/metrics"), line => line == $"shoal_tracker_requests_total{{protocol=\"http\",listener=\"{new Uri(tracker.Http).Authority}\",family=\"ipv4\",result=\"answered\"}} 2");
        Assert.Contains("<title>Shoal tracker</title>", Curl(box, tracker.Control + "/"));
        tracker.Stop();
    }

    [Fact]
    public void A_control_port_in_use_is_named_with_the_cure()
    {
        using var box = new Sandbox();
        var tracker = new ShoalTracker(box.Start(ShoalProgram.Path, ShoalTracker.Arguments("127.0.0.1")));
        var taken = new Uri(tracker.Control).Authority;
        var second = box.Shoal("tracker", "--bind", "127.0.0.1", "--port", "0", "--control", taken).EndsWith(1);
        Assert.Equal($"shoal: the control listener does not start (Failed to bind to address http://{taken}: address already in use): choose another place by --control IP:PORT, or have none by --no-control", Assert.Single(second.Errors));
        tracker.Stop();
    }

    [Fact]
    public void A_control_listener_that_others_reach_is_warned_of_and_none_is_opened_where_none_is_wanted()
    {
        using var box = new Sandbox();
        var open = new ShoalTracker(box.Start(ShoalProgram.Path, [.. ShoalTracker.Arguments("127.0.0.1"), "--control", "0.0.0.0:0"]));
        open.Child.Line("{");
        open.Stop();
        Assert.Contains("WARNING: the control listener 0.0.0.0:", Assert.Single(open.Child.Errors), StringComparison.Ordinal);
        var none = new ShoalTracker(box.Start(ShoalProgram.Path, [.. ShoalTracker.Arguments("127.0.0.1"), "--no-control"]));
        Assert.Equal(0, Json.Of(none.Child.Line("{")).GetProperty("control").GetArrayLength());
        none.Stop();
        Assert.Empty(none.Child.Errors);
    }

    private static string[] Curl(Sandbox box, string url) => box.Run("curl", "--silent", "--show-error", "--fail", "--noproxy", "*", url);
}
