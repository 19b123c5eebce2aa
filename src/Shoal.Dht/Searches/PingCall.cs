using Shoal.Dht.Calls;
using Shoal.Dht.Messages;
using Shoal.Dht.Nodes;
using Shoal.Runtime;

namespace Shoal.Dht.Searches;

/// <summary>Asks one node whether it is there.</summary>
internal sealed class PingCall(DhtNode node, Action<DhtPing> done) : ICaller
{
    private readonly TimeSpan _began = node.Now;

    public void Start(Endpoint to)
    {
        if (!node.TryAsk(to, null, this, null, new KrpcQuery { Method = KrpcMethod.Ping }))
        {
            End(null, "too much is asked already");
        }
    }

    public void OnReply(Call call, in KrpcMessage reply) => End(reply.Id, null);

    public void OnLate(Call call)
    {
    }

    public void OnFailure(Call call, string reason) => End(null, reason switch
    {
        "silent" => "it does not answer",
        "refused" => "it answers with an error",
        "ours" => "it is this node itself",
        _ => "its answer makes no sense",
    });

    private void End(NodeId? id, string? failure) => done(new DhtPing(id, node.Now - _began, failure));
}
