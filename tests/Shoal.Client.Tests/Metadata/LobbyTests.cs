using System.Security.Cryptography;
using System.Text;
using Shoal.Client.Metadata;
using Shoal.Metainfo;

namespace Shoal.Client.Tests.Metadata;

public sealed class LobbyTests
{
    /// <summary>Long enough for several pieces of 16 KiB.</summary>
    private const int Many = 3000;

    [Fact]
    public void The_info_dictionary_is_asked_for_in_pieces_and_joined()
    {
        using var bench = new LobbyBench(Many);
        var peer = bench.Connect(1);
        bench.Serve(peer, bench.Info);
        Assert.Equal(bench.Info, bench.Known!.InfoBytes.ToArray());
        Assert.Equal(Many, bench.Known.Files.Count);
        Assert.False(peer.IsClosed);
    }

    [Fact]
    public void A_wrong_copy_bans_its_sender_and_the_next_peer_is_asked()
    {
        using var bench = new LobbyBench(Many);
        var (liar, honest) = (bench.Connect(1), bench.Connect(2));
        var wrong = (byte[])bench.Info.Clone();
        wrong[^30] ^= 1;
        bench.Serve(liar, wrong);
        Assert.True(liar.IsClosed);
        Assert.Null(bench.Known);
        Assert.True(bench.Lobby.Dialer.Book.Bans.Refuses(liar.Remote));
        bench.Serve(honest, bench.Info);
        Assert.NotNull(bench.Known);
    }

    [Fact]
    public void Peers_that_claim_different_lengths_do_not_hinder_each_other()
    {
        using var bench = new LobbyBench(Many);
        var liar = bench.Connect(1, claimedLength: bench.Info.Length + 40_000);
        var honest = bench.Connect(2);
        bench.SayPiece(liar, 0, bench.Info);
        bench.Serve(honest, bench.Info);
        Assert.NotNull(bench.Known);
    }

    [Fact]
    public void A_metadata_size_lie_beyond_32_MiB_is_not_asked_for_and_takes_no_memory()
    {
        using var bench = new LobbyBench();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var most = bench.Connect(1, claimedLength: 32 * 1024 * 1024);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        Assert.NotEmpty(bench.Asked(most));
        Assert.Empty(bench.Asked(bench.Connect(2, claimedLength: 32 * 1024 * 1024 + 1)));
        Assert.Empty(bench.Asked(bench.Connect(3, claimedLength: -1)));
    }

    [Fact]
    public void A_peer_that_rejects_is_left_for_another_and_asked_again_after_a_while()
    {
        using var bench = new LobbyBench();
        var peers = Enumerable.Range(1, 4).Select(i => bench.Connect((byte)i)).ToArray();
        Assert.Equal([0], bench.Asked(peers[0]));
        Assert.Empty(bench.Asked(peers[3]));
        bench.Say(peers[0], 20, [1, .. "d8:msg_typei2e5:piecei0ee"u8]);
        Assert.Equal([0], bench.Asked(peers[3]));
        Assert.Empty(bench.Asked(peers[0]));
        bench.Say(peers[1], 20, [1, .. "d8:msg_typei2e5:piecei0ee"u8]);
        bench.Loop.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal([0], bench.Asked(peers[0]));
    }

    [Fact]
    public void A_peer_that_stalls_for_ten_seconds_is_left_for_another()
    {
        using var bench = new LobbyBench(Many);
        var peers = Enumerable.Range(1, 4).Select(i => bench.Connect((byte)i)).ToArray();
        Assert.Empty(bench.Asked(peers[3]));
        for (var i = 0; i < 12; i++)
        {
            bench.Loop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.NotEmpty(bench.Asked(peers[3]));
    }

    [Fact]
    public void Why_a_genuine_dictionary_cannot_be_used_is_said()
    {
        var info = Encoding.ASCII.GetBytes("d6:lengthi1e4:name5:album12:piece lengthi0e6:pieces20:hhhhhhhhhhhhhhhhhhhhe");
        var check = new MetadataCheck(null!, info, new(new Sha1Hash(SHA1.HashData(info)), null), static _ => { });
        check.Run();
        Assert.True(check.IsGenuine);
        Assert.Contains("piece length", check.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_v2_hash_cut_to_20_bytes_may_stand_where_a_v1_hash_belongs()
    {
        var info = LobbyBench.InfoOf(1);
        var v2 = new Sha256Hash(SHA256.HashData(info));
        var cut = new Sha1Hash(v2.Span[..20]);
        var check = new MetadataCheck(null!, info, new(cut, null), static _ => { });
        check.Run();
        Assert.True(check.IsGenuine);
    }

    [Fact]
    public void Requests_before_the_torrent_is_known_are_rejected()
    {
        using var bench = new LobbyBench();
        var peer = bench.Connect(1);
        bench.Loop.Run();
        peer.TakeSent();
        bench.Say(peer, 6, new byte[12]);
        Assert.Equal([0, 0, 0, 13, 16, .. new byte[12]], peer.TakeSent());
        bench.Say(peer, 21, new byte[48]);
        Assert.Equal([0, 0, 0, 49, 23, .. new byte[48]], peer.TakeSent());
        bench.Say(peer, 20, [1, .. "d8:msg_typei0e5:piecei0ee"u8]);
        Assert.Equal([20, 3, .. "d8:msg_typei2e5:piecei0ee"u8], peer.TakeSent()[4..]);
    }

    [Fact]
    public void A_peer_that_says_too_much_before_the_torrent_is_known_has_to_come_again()
    {
        using var bench = new LobbyBench();
        var peer = bench.Connect(1);
        for (var i = 0; i < 9000 && !peer.IsClosed; i++)
        {
            bench.Say(peer, 4, 0, 0, 0, 1);
        }

        Assert.True(peer.IsClosed);
    }

    /// <summary>libtorrent#8692: a v1 link's peer that claims v2 and speaks of hashes found a null.</summary>
    [Fact]
    public void Hash_messages_before_the_metadata_are_borne_and_requests_refused()
    {
        using var bench = new LobbyBench();
        var (peer, honest) = (bench.Connect(1), bench.Connect(2));
        var request = new byte[48];
        bench.Say(peer, 21, request);
        byte[] refusal = [0, 0, 0, 49, 23, .. request];
        Assert.Equal(refusal, peer.TakeSent()[^refusal.Length..]);
        bench.Say(peer, 22, [.. request, .. new byte[64]]);
        bench.Say(peer, 23, request);
        Assert.False(peer.IsClosed);
        bench.Serve(honest, bench.Info);
        Assert.NotNull(bench.Known);
    }

    public static TheoryData<string, byte, byte[]> Storms => new()
    {
        { "cancels", 8, new byte[12] },
        { "suggestions", 13, new byte[4] },
        { "extension handshakes", 20, [0, .. "de"u8] },
        { "requests", 6, new byte[12] },
        { "hash requests", 21, new byte[48] },
        { "hash rejects", 23, new byte[48] },
        { "metadata requests", 20, [1, .. "d8:msg_typei0e5:piecei0ee"u8] },
        { "unknown metadata messages", 20, [1, .. "d8:msg_typei9e5:piecei0ee"u8] },
        { "blocks", 7, new byte[9] },
        { "have all", 14, [] },
    };

    [Theory]
    [MemberData(nameof(Storms))]
    public void A_message_storm_before_the_torrent_is_known_ends_the_connection(string storm, byte kind, byte[] payload)
    {
        using var bench = new LobbyBench();
        var peer = bench.Connect(1);
        for (var i = 0; i < 60; i++)
        {
            bench.Say(peer, kind, payload);
        }

        Assert.False(peer.IsClosed, storm);
        for (var i = 0; i < 10_000 && !peer.IsClosed; i++)
        {
            bench.Say(peer, kind, payload);
            peer.TakeSent();
        }

        Assert.True(peer.IsClosed, storm);
    }
}
