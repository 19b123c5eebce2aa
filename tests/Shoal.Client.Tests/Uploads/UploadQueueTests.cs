using Shoal.Client.Uploads;
using Shoal.Net.Rates;
using Shoal.Peers;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;
using Shoal.Peers.Wire;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;

namespace Shoal.Client.Tests.Uploads;

public sealed class UploadQueueTests
{
    [Fact]
    public void A_request_whose_block_is_being_read_is_rejected_once_however_often_the_peer_is_choked()
    {
        var loop = new HandDrivenLoop();
        var workers = new HeldWorkers();
        using var slab = new BufferSlab();
        using var scratch = new ReceiveScratch();
        var connection = new PeerConnection(loop, new FakeLink(), new Handshake(default, default, Fast: true, Extended: false, V2: false), slab, scratch, new Silent());
        var free = new TokenBucket(loop.Time, null);
        var rate = new RateLane(loop, free, free, () => { });
        var uploads = new UploadQueue(loop, workers, new FakeStore { IsCached = false }, slab, connection, rate, (_, _) => { }, _ => { });
        var rejected = new List<BlockRequest>();
        uploads.Add(Wires.Block(0, 0, 16384));
        uploads.Pump();
        Assert.True(uploads.IsReading);

        // Choked, unchoked and choked again before the disk has answered.
        uploads.Clear(rejected.Add);
        uploads.Clear(rejected.Add);
        Assert.Equal([Wires.Block(0, 0, 16384)], rejected);

        workers.Work!.Run();
        uploads.OpenOnLoop();
        Assert.Equal(0, uploads.Count);
        Assert.Equal(0, slab.InUse);
        connection.Close("the end");
    }

    private sealed class HeldWorkers : IWorkers
    {
        public IWork? Work { get; private set; }

        public int Count => 1;

        public void Submit(IWork work, Loop loop, IMail completion) => Work = work;
    }

    private sealed class Silent : IPeerHandler
    {
        public void OnMessage(in PeerMessage message)
        {
        }

        public void OnBlock(in Outstanding block)
        {
        }

        public void OnUnwantedBlock(in BlockRequest block)
        {
        }

        public void OnReceived()
        {
        }

        public void OnSendLow()
        {
        }

        public void OnClosed(string reason)
        {
        }
    }
}
