using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Administration;

/// <summary>The last users who went: whom an operator asks for has often gone by then.</summary>
internal sealed class Departures(NapsterServer server) : IRosterWatcher
{
    private readonly Queue<Departure> _inOrder = [];
    private readonly Dictionary<string, Departure> _byNick = new(Nick.Comparer);

    public void OnCame(Session session)
    {
    }

    public void OnWent(Session session)
    {
        if (_inOrder.Count == Limits.Departures)
        {
            var oldest = _inOrder.Dequeue();
            // The same user may have gone again since.
            if (_byNick.GetValueOrDefault(oldest.Nick) == oldest)
            {
                _byNick.Remove(oldest.Nick);
            }
        }

        var departure = new Departure(session.Nick, session.Remote, server.Loop.Time.GetUtcNow().ToUnixTimeSeconds(), session.Client);
        _inOrder.Enqueue(departure);
        _byNick[session.Nick] = departure;
    }

    /// <summary>The last time that user went; null where it is too long ago.</summary>
    public Departure? Find(string nick) => _byNick.GetValueOrDefault(nick);
}
