using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>
/// What one peer may say to no purpose before it is given up. Each such message is harmless and most are lawful; a storm of them would have us
/// work for nothing. What honest peers say because of what we did is allowed for.
/// </summary>
internal sealed class Manners(IConnectedPeer peer, Loop loop)
{
    private Allowance _idle = new(Limits.IdleMessages, Limits.IdleMessagesPerSecond);
    private Allowance _vain = new(Limits.VainRequests, Limits.VainRequestsPerSecond);

    /// <summary>Blocks and rejects that came.</summary>
    private long _answers;

    /// <summary>Our pieces when it was last heard.</summary>
    private int _pieces;

    /// <summary>It said what changes nothing, or changes what it changed before: keep-alives, choking and interest to and fro, what it said already, what nobody knows.</summary>
    /// <param name="pieces">Ours: each that we announce may make it interested and the next not.</param>
    /// <param name="cost">In messages.</param>
    /// <returns>False where that was one too many, and the peer is gone.</returns>
    public bool BearIdle(int pieces = 0, int cost = 1)
    {
        _idle.Add(2 * (pieces - _pieces));
        _pieces = pieces;
        if (!_idle.TryTake(loop.Now, cost))
        {
            peer.Connection.Close("says too much to no purpose");
        }

        return !peer.Connection.IsClosed;
    }

    /// <summary>It asked for what it is refused, or took back what it asked for.</summary>
    public void OnVain()
    {
        if (!_vain.TryTake(loop.Now, 1))
        {
            peer.Connection.Close("asks too much in vain");
        }
    }

    /// <summary>A block or a reject. BEP 6: each request has exactly one answer; those that we cancelled may have two, of careless clients.</summary>
    public void OnAnswer()
    {
        if (++_answers > 2 * peer.Connection.RequestsSent + Limits.StrayAnswers)
        {
            peer.Connection.Close("sends what nobody asked for");
        }
    }
}
