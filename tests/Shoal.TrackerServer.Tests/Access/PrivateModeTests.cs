using System.Text;
using Shoal.Metainfo;
using Shoal.TrackerServer.Access;
using Shoal.TrackerServer.Tests.Udp;
using Shoal.Trackers.Messages.Http;

namespace Shoal.TrackerServer.Tests.Access;

public sealed class PrivateModeTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private const string Query = "info_hash=tttttttttttttttttttt&peer_id=pppppppppppppppppppp&port=2&left=5";
    private const string NoKey = "this tracker is private: use the announce URL with your passkey";
    private const string WrongKey = "unknown passkey";

    private readonly Desk _desk = new();
    private readonly UdpDesk _udp = new();

    public PrivateModeTests()
    {
        Use(_desk.Tracker, Key);
        Use(_udp.Tracker, Key);
    }

    [Theory]
    [InlineData($"/{Key}/announce?{Query}", null)]
    [InlineData($"/announce/{Key}?{Query}", null)]
    [InlineData($"/announce?passkey={Key}&{Query}", null)]
    [InlineData($"/announce?{Query}&passkey={Key}", null)]
    [InlineData($"/announce?{Query}", NoKey)]
    [InlineData($"/announce?{Query}&passkey=", NoKey)]
    [InlineData($"/announce?{Query}&nopasskey={Key}", NoKey)]
    [InlineData($"/0123456789abcdef0123456789abcdee/announce?{Query}", WrongKey)]
    [InlineData($"/0123456789ABCDEF0123456789ABCDEF/announce?{Query}", WrongKey)]
    [InlineData($"/announce?{Query}&passkey={Key}0", WrongKey)]
    public void By_http_the_passkey_stands_in_path_or_query(string target, string? failure)
    {
        Assert.True(HttpAnnounceReply.TryRead(Encoding.Latin1.GetBytes(_desk.Ask(target, Desk.At("1.1.1.1:1"))), out var reply, out var reason), reason);
        Assert.Equal(failure, reply.Failure);
        Assert.Equal(failure is null ? 1 : 0, _desk.Tracker.Statistics(0).Swarms);
        Assert.Equal(failure is NoKey ? 1 : 0, _desk.Tracker.Gate.Refusals.Of(Refusal.NoPasskey));
        Assert.Equal(failure is WrongKey ? 1 : 0, _desk.Tracker.Gate.Refusals.Of(Refusal.UnknownPasskey));
    }

    [Theory]
    [InlineData($"/{Key}/scrape?info_hash=tttttttttttttttttttt", null)]
    [InlineData($"/scrape?info_hash=tttttttttttttttttttt&passkey={Key}", null)]
    [InlineData("/scrape?info_hash=tttttttttttttttttttt", NoKey)]
    [InlineData("/wrong/scrape?info_hash=tttttttttttttttttttt", WrongKey)]
    public void A_scrape_by_http_needs_the_passkey_too(string target, string? failure)
    {
        Assert.True(HttpScrapeReply.TryRead(Encoding.Latin1.GetBytes(_desk.Ask(target, Desk.At("1.1.1.1:1"))), out var reply, out var reason), reason);
        Assert.Equal(failure, reply.Failure);
        Assert.Equal(failure is null ? 1 : 0, reply.Swarms.Count);
    }

    /// <summary>The options of BEP 41: 2, length, bytes; 1 is padding, 0 the end.</summary>
    [Theory]
    [InlineData($"/{Key}/announce", null)]
    [InlineData($"/announce?passkey={Key}", null)]
    [InlineData($"/announce?a=b&passkey={Key}&c", null)]
    [InlineData($"/announce/{Key}", null)]
    [InlineData("", NoKey)]
    [InlineData("/announce", NoKey)]
    [InlineData("/wrong/announce", WrongKey)]
    [InlineData($"/announce?passkey={Key}0", WrongKey)]
    public void By_udp_it_stands_in_the_url_data(string urlData, string? failure)
    {
        byte[] bytes = [2, (byte)urlData.Length, .. Encoding.ASCII.GetBytes(urlData)];
        Says(failure, urlData.Length == 0 ? [] : bytes);
        Says(failure, [1, 1, 9, 3, 7, 7, 7, .. bytes, 0, 2, 3, 1, 1, 1]);
        if (urlData.Length > 3)
        {
            Says(failure, [2, 3, .. bytes[2..5], 1, 2, (byte)(urlData.Length - 3), .. bytes[5..]]);
        }
    }

    [Fact]
    public void Broken_options_hold_no_passkey()
    {
        byte[] whole = [2, 42, .. Encoding.ASCII.GetBytes($"/{Key}/announce")];
        Says(null, whole);
        Says(NoKey, [2, 43, .. whole[2..]]);
        Says(NoKey, [.. whole, 2, 200]);
        Says(NoKey, [.. Enumerable.Repeat<byte[]>([2, 255, .. new byte[255]], 6).SelectMany(part => part), .. whole]);
    }

    [Fact]
    public void A_scrape_by_udp_cannot_say_whose_it_is()
    {
        var reply = _udp.Send("1.1.1.1:1", UdpDesk.Packet(_udp.Connect("1.1.1.1:1"), action: 2, transaction: 99, new byte[20]));
        Assert.Equal("this tracker is private: scrape by HTTP with your passkey", ListTests.Error(reply));
        Assert.Equal((0L, 1L, 1L), (_udp.Counters.Scrapes, _udp.Counters.Refused, _udp.Tracker.Gate.Refusals.Of(Refusal.ScrapeWithoutPasskey)));
    }

    [Fact]
    public void A_revoked_passkey_is_refused_at_once_and_others_are_not()
    {
        var withKey = Encoding.ASCII.GetBytes($"/{Key}/announce");
        Use(_udp.Tracker, Key, "another");
        Says(null, [2, (byte)withKey.Length, .. withKey]);
        Use(_udp.Tracker, "another");
        Says(WrongKey, [2, (byte)withKey.Length, .. withKey]);
        Says(null, [2, 17, .. "/another/announce"u8]);
    }

    [Fact]
    public void A_list_holds_for_those_with_a_passkey()
    {
        _desk.Tracker.Gate.Change(rules => rules with { Kind = ListKind.Allow });
        Assert.Contains("not on this tracker's list", _desk.Ask($"/{Key}/announce?{Query}", Desk.At("1.1.1.1:1")), StringComparison.Ordinal);
        // Who is a stranger learns nothing of the list.
        Assert.Contains(NoKey, _desk.Ask($"/announce?{Query}", Desk.At("1.1.1.1:1")), StringComparison.Ordinal);
    }

    private void Says(string? failure, byte[] options)
    {
        var id = _udp.Connect("1.1.1.1:1");
        var reply = _udp.Send("1.1.1.1:1", UdpDesk.Announce(id, port: 1, left: 5, options: options));
        if (failure is null)
        {
            Assert.Empty(UdpDesk.Peers(reply));
        }
        else
        {
            Assert.Equal(failure, ListTests.Error(reply));
        }
    }

    private static void Use(Tracker tracker, params string[] keys) =>
        tracker.Gate.Change(rules => rules with { Keys = keys.Index().ToDictionary(pair => AccessRules.DigestOf(Encoding.ASCII.GetBytes(pair.Item)), pair => (long)pair.Index + 1) });
}
