using System.Text;
using Microsoft.Extensions.Logging;
using Shoal.Metainfo;
using Shoal.Runtime.Real;
using Shoal.TrackerServer.Access;
using Shoal.TrackerServer.Tests.Udp;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Tests.Access;

public sealed class ListTests
{
    private const string NotListed = "this torrent is not on this tracker's list";
    private const string Denied = "this tracker does not serve this torrent";

    [Fact]
    public void Without_lists_every_torrent_is_served()
    {
        var desk = new Desk();
        Assert.Null(desk.Announce("1.1.1.1:1", left: 5).Failure);
        Assert.Equal(0, Enum.GetValues<Refusal>().Sum(desk.Tracker.Gate.Refusals.Of));
    }

    [Fact]
    public void An_allow_list_lets_its_torrents_in_and_no_others()
    {
        var desk = new Desk();
        Use(desk.Tracker, ListKind.Allow, 'a', 'b');
        Assert.Null(desk.Announce("1.1.1.1:1", left: 5, torrent: 'a').Failure);
        Assert.Null(desk.Announce("1.1.1.1:1", left: 5, torrent: 'b').Failure);
        Assert.Equal(NotListed, desk.Announce("1.1.1.1:1", left: 5, torrent: 'c').Failure);
        Assert.Equal((2, 1L), (desk.Tracker.Statistics(0).Swarms, desk.Tracker.Gate.Refusals.Of(Refusal.NotListed)));
    }

    [Fact]
    public void A_deny_list_keeps_its_torrents_out_and_no_others()
    {
        var desk = new Desk();
        Use(desk.Tracker, ListKind.Deny, 'a');
        Assert.Equal(Denied, desk.Announce("1.1.1.1:1", left: 5, torrent: 'a').Failure);
        Assert.Null(desk.Announce("1.1.1.1:1", left: 5, torrent: 'b').Failure);
        Assert.Equal((1, 1L), (desk.Tracker.Statistics(0).Swarms, desk.Tracker.Gate.Refusals.Of(Refusal.Denied)));
    }

    [Fact]
    public void A_torrent_that_is_taken_off_is_neither_announced_nor_counted_from_then_on()
    {
        var desk = new Desk();
        Use(desk.Tracker, ListKind.Allow, 'a', 'b');
        desk.Announce("1.1.1.1:1", left: 5, torrent: 'a');
        Assert.Equal(1, desk.Scrape('a').Leechers);

        desk.Tracker.Gate.Change(rules => rules with { Listed = [Of('b')] });

        Assert.Equal(NotListed, desk.Announce("2.2.2.2:2", left: 5, torrent: 'a').Failure);
        Assert.Equal(default, desk.Scrape('a'));
    }

    [Fact]
    public void By_udp_the_same_is_said()
    {
        var desk = new UdpDesk();
        Use(desk.Tracker, ListKind.Allow, 'a');
        Assert.Empty(UdpDesk.Peers(desk.Announce("1.1.1.1:1", left: 5, torrent: (byte)'a')));
        Assert.Equal(NotListed, Error(desk.Announce("1.1.1.1:1", left: 5, torrent: (byte)'b')));
        Use(desk.Tracker, ListKind.Deny, 'a');
        Assert.Equal(Denied, Error(desk.Announce("1.1.1.1:1", left: 5, torrent: (byte)'a')));
        Assert.Empty(UdpDesk.Peers(desk.Announce("1.1.1.1:1", left: 5, torrent: (byte)'b')));
        Assert.Equal((2L, 2L), (desk.Counters.Announces, desk.Counters.Refused));

        // Of three in one scrape the one that is not served has no figures.
        byte[] torrents = [.. Enumerable.Repeat((byte)'b', 20), .. Enumerable.Repeat((byte)'a', 20), .. Enumerable.Repeat((byte)'b', 20)];
        var reply = desk.Send("1.1.1.1:1", UdpDesk.Packet(desk.Connect("1.1.1.1:1"), action: 2, transaction: 5, torrents));
        Assert.Equal([1u, 0u, 1u], Enumerable.Range(0, 3).Select(i => UdpDesk.U32(reply, 8 + 12 * i + 8)));
    }

    [Fact]
    public void A_list_edited_by_hand_holds_when_it_is_read_again_and_a_broken_one_changes_nothing()
    {
        var (file, log) = (Path.GetTempFileName(), new RecordedLog());
        try
        {
            File.WriteAllText(file, $"{Of('a')} a remark\n{Of('b')}\n");
            using var access = TrackerAccess.Open(new AccessOptions { List = ListKind.Deny, ListFile = file }, TimeProvider.System, new SystemSecrets(), log);
            Assert.Equal((Refusal.Denied, Refusal.None), (Judge('a'), Judge('c')));

            File.WriteAllText(file, $"{Of('c')}\n# nothing else\n");
            access.Reload();
            Assert.Equal((Refusal.None, Refusal.Denied), (Judge('a'), Judge('c')));
            File.WriteAllText(file, $"{Of('a')}\nnonsense\n");
            access.Reload();
            File.Delete(file);
            access.Reload();
            Assert.Equal((Refusal.None, Refusal.Denied), (Judge('a'), Judge('c')));
            Assert.Equal(
            [
                (LogLevel.Information, "the list was read again and has 1 info-hashes now"),
                (LogLevel.Error, $"the list was not read again (line 2 of '{file}' is no info-hash: 40 hexadecimal digits, or 64 for v2, and a remark begins with #): the old one stays, with 1 info-hashes"),
                (LogLevel.Error, $"the list was not read again (there is no list '{file}': make it, with an info-hash a line or empty): the old one stays, with 1 info-hashes"),
            ],
            log.Lines);

            Refusal Judge(char torrent) => access.Gate.Announce(Of(torrent), default).Refusal;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>BEP 15: action 3, the transaction, a sentence.</summary>
    internal static string Error(byte[] reply)
    {
        Assert.Equal(3u, UdpDesk.U32(reply, 0));
        Assert.Equal(99u, UdpDesk.U32(reply, 4));
        return Encoding.UTF8.GetString(reply.AsSpan(8));
    }

    private static Sha1Hash Of(char torrent) => new(Enumerable.Repeat((byte)torrent, 20).ToArray());

    private static void Use(Tracker tracker, ListKind kind, params char[] torrents) => tracker.Gate.Change(_ => new AccessRules(kind, [.. torrents.Select(Of)], null));
}
