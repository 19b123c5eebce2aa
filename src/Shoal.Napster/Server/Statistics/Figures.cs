using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Statistics;

/// <summary>How many are there and what they share: told when asked, and to everybody each minute, a part of them each second.</summary>
internal sealed class Figures : IRosterWatcher
{
    private readonly NapsterServer _server;
    private readonly LoopTimer _timer;

    /// <summary>Users by the second of the minute in which they are told.</summary>
    private readonly List<Session>[] _turns = [.. Enumerable.Range(0, (int)Limits.StatisticsPause.TotalSeconds).Select(static _ => new List<Session>())];
    private int _turn;

    public Figures(NapsterServer server)
    {
        _server = server;
        _timer = server.Loop.CreateTimer(TellSome);
        _timer.Arm(TimeSpan.FromSeconds(1));
        server.Watchers.Add(this);
    }

    public void Register(Router router) => router.On(MessageType.Statistics, (session, _) => Tell(session));

    /// <summary>It was told at its login just now, so it is told again a minute from then.</summary>
    public void OnCame(Session session) => _turns[session.Turn = _turn].Add(session);

    public void OnWent(Session session) => _turns[session.Turn].Remove(session);

    public void Stop() => _timer.Disarm();

    private void TellSome()
    {
        _turn = (_turn + 1) % _turns.Length;
        _turns[_turn].ForEach(Tell);
        _timer.Arm(TimeSpan.FromSeconds(1));
    }

    public void Tell(Session session)
    {
        var counts = _server.Catalog.Counts;
        session.Send(MessageType.Statistics, $"{_server.Roster.Count} {counts.Files} {counts.Bytes >> 30}");
    }
}
