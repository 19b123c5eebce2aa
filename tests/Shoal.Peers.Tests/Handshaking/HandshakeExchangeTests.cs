using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers.Handshaking;

namespace Shoal.Peers.Tests.Handshaking;

public sealed class HandshakeExchangeTests : IHandshakeHandler
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly Handshake Ours = new(new Sha1Hash("aaaaaaaaaaaaaaaaaaaa"u8), new PeerId("-SH0001-123456789012"u8), true, true, false);
    private static readonly Handshake Theirs = Ours with { PeerId = new PeerId("-XX0001-210987654321"u8), Fast = false };

    private readonly HandDrivenLoop _loop = new();
    private readonly FakeLink _link = new();
    private readonly List<string> _failures = [];
    private readonly List<Handshake> _handshakes = [];

    public static TheoryData<int> Splits => [.. Enumerable.Range(1, 67)];

    [Theory]
    [MemberData(nameof(Splits))]
    public void It_is_read_wherever_it_is_split_and_not_one_byte_further(int split)
    {
        HandshakeExchange.Await(_loop, _link, Timeout, this);
        var bytes = Bytes(Theirs);
        _link.Deliver(bytes.AsMemory(0, split));
        Assert.Empty(_handshakes);
        byte[] rest = [.. bytes[split..], 1, 2, 3];
        _link.Deliver(rest);
        Assert.Equal([Theirs], _handshakes);
        Assert.Null(_link.Handler);
        Assert.False(_link.IsClosed);
        Assert.Equal([1, 2, 3], Left());
        _loop.Advance(Timeout * 2);
        Assert.Empty(_failures);
    }

    [Fact]
    public void A_dialler_speaks_first_and_a_listener_when_it_knows_the_torrent()
    {
        HandshakeExchange.Begin(_loop, _link, Ours, Timeout, this);
        Assert.Equal(Bytes(Ours), _link.Sent);
        var other = new FakeLink();
        HandshakeExchange.Await(_loop, other, Timeout, this);
        Assert.Empty(other.Sent);
    }

    [Fact]
    public void Another_protocol_is_known_by_its_first_wrong_byte()
    {
        HandshakeExchange.Await(_loop, _link, Timeout, this);
        _link.Deliver("\u0013BitTorrent "u8.ToArray());
        Assert.Empty(_failures);
        _link.Deliver("P"u8.ToArray());
        Assert.Equal(["speaks another protocol"], _failures);
        Assert.True(_link.IsClosed);
    }

    [Fact]
    public void A_slow_loris_handshake_ends_when_the_time_is_up_and_not_before()
    {
        HandshakeExchange.Await(_loop, _link, Timeout, this);
        _link.Deliver(Bytes(Theirs).AsMemory(0, 67));
        _loop.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_failures);
        _loop.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["sent no handshake in time"], _failures);
        Assert.True(_link.IsClosed);
    }

    [Fact]
    public void An_end_before_the_handshake_is_a_failure_told_once()
    {
        HandshakeExchange.Begin(_loop, _link, Ours, Timeout, this);
        _link.End();
        _loop.Advance(Timeout * 2);
        Assert.Equal(["closed the connection before its handshake"], _failures);
    }

    [Fact]
    public void A_link_that_takes_nothing_fails_the_dialler()
    {
        _link.Taking = static _ => ILink.Closed;
        HandshakeExchange.Begin(_loop, _link, Ours, Timeout, this);
        _loop.Advance(Timeout * 2);
        Assert.Equal(["closed the connection"], _failures);
    }

    void IHandshakeHandler.OnHandshake(ILink link, in Handshake handshake) => _handshakes.Add(handshake);

    void IHandshakeHandler.OnHandshakeFailed(ILink link, string reason) => _failures.Add(reason);

    private static byte[] Bytes(Handshake handshake)
    {
        var bytes = new byte[Handshake.Length];
        handshake.Write(bytes);
        return bytes;
    }

    private unsafe byte[] Left()
    {
        var bytes = stackalloc byte[10];
        return new ReadOnlySpan<byte>(bytes, _link.Receive([new IoRun(bytes, 10)])).ToArray();
    }
}
