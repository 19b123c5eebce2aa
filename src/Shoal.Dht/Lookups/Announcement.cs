using Shoal.Dht.Calls;
using Shoal.Dht.Messages;
using Shoal.Dht.Nodes;

namespace Shoal.Dht.Lookups;

/// <summary>Tells the nodes at the end of a lookup that we have a torrent (BEP 5: announce_peer), each with the token that it gave.</summary>
/// <param name="node">Who tells.</param>
/// <param name="target">The torrent.</param>
/// <param name="port">Where peers reach us; 0: at the node's own port (BEP 5: implied_port).</param>
/// <param name="isSeed">We have all of it.</param>
/// <param name="done">Hears how many nodes took it, once none is waited for.</param>
internal sealed class Announcement(DhtNode node, NodeId target, ushort port, bool isSeed, Action<int> done) : ICaller
{
    private int _waiting;
    private int _taken;

    public void Start(List<Candidate> keepers)
    {
        // One more than are asked, so that it does not end while they are.
        _waiting = 1;
        foreach (var keeper in keepers)
        {
            var query = new KrpcQuery { Method = KrpcMethod.AnnouncePeer, Target = target, Token = keeper.Token, Port = port, ImpliedPort = port == 0, IsSeed = isSeed };
            _waiting += node.TryTell(keeper.Contact, this, query) ? 1 : 0;
        }

        Count();
    }

    public void OnReply(Call call, in KrpcMessage reply)
    {
        _taken++;
        Count();
    }

    public void OnLate(Call call)
    {
    }

    public void OnFailure(Call call, string reason) => Count();

    private void Count()
    {
        if (--_waiting == 0)
        {
            done(_taken);
        }
    }
}
