using Shoal.Client.Leases;
using Shoal.Runtime;

namespace Shoal.Client.Choking;

/// <summary>
/// Decides every ten seconds, on its home loop, whom all torrents of the client serve. Torrents live on several loops, so it speaks with them by mail.
/// <code>
///   home loop   ── report! ──►            ── keep these ──►               ── serve these ──►
///   torrents          ◄── candidates ──      chokes ◄── slots are free ──     unchokes
/// </code>
/// A slot that is free between rounds is taken from the counter by whoever wants it first.
/// </summary>
/// <param name="slots">The slots; null: as many as the line can use.</param>
internal sealed class ClientChoker(Loop home, ClientLeases leases, IChance chance, int? slots)
{
    private readonly Ranking _ranking = new(chance);
    private readonly List<Choker> _torrents = [];
    private readonly Dictionary<Choker, ChokeReport> _reports = [];
    private readonly List<(Choker Torrent, List<Swarms.Peer> Chosen)> _chosen = [];
    private LoopTimer? _timer;

    /// <summary>Rounds begun; mail of earlier ones comes too late.</summary>
    private int _round;

    /// <summary>Torrents that have not answered in this step.</summary>
    private int _owed;
    private Step _step;

    /// <summary>Begins the rounds.</summary>
    public void Start() => home.Post(() =>
    {
        _timer = home.CreateTimer(OnTimer);
        _timer.Arm(Limits.ChokeRound);
    });

    /// <summary>A torrent takes part from the next round on. Any thread may call.</summary>
    public void Join(Choker torrent) => home.Post(() => _torrents.Add(torrent));

    /// <summary>A torrent takes part no more. Any thread may call.</summary>
    public void Leave(Choker torrent) => home.Post(() => _torrents.Remove(torrent));

    /// <summary>Ten seconds have passed. On the home loop.</summary>
    public void BeginRound()
    {
        // A torrent that did not answer in ten seconds is passed over.
        _round++;
        _reports.Clear();
        _chosen.Clear();
        leases.Slots.Most = slots ?? leases.Slots.Most;
        Ask(Step.Reporting, _torrents, torrent =>
        {
            var report = torrent.Report();
            return () => _reports[torrent] = report;
        });
    }

    private void OnTimer()
    {
        BeginRound();
        _timer!.Arm(Limits.ChokeRound);
    }

    /// <summary>Has something done on each torrent's loop and its outcome noted here; when all have answered, the next step begins.</summary>
    private void Ask(Step step, IReadOnlyList<Choker> torrents, Func<Choker, Action> onTheirLoop)
    {
        _step = step;
        _owed = torrents.Count;
        var round = _round;
        foreach (var torrent in torrents)
        {
            torrent.Loop.Post(() =>
            {
                var note = onTheirLoop(torrent);
                home.Post(() => OnAnswer(round, step, note));
            });
        }
    }

    private void OnAnswer(int round, Step step, Action note)
    {
        if (round != _round || step != _step)
        {
            return;
        }

        note();
        if (--_owed > 0)
        {
            return;
        }

        if (step == Step.Reporting)
        {
            Choose();
        }
        else
        {
            Serve();
        }
    }

    private void Choose()
    {
        // In order of joining, not of answering: which loop was faster decides nothing.
        var torrents = _torrents.Where(_reports.ContainsKey).ToArray();
        var reports = torrents.Select(t => _reports[t]).ToArray();
        leases.Slots.Most = slots ?? SlotsForLine(reports);
        var chosen = _ranking.Choose(reports, leases.Slots.Most, _round - 1);
        _chosen.AddRange(torrents.Zip(chosen));
        var byTorrent = _chosen.ToDictionary(c => c.Torrent, c => c.Chosen);
        var round = _round;
        Ask(Step.Choking, torrents, torrent =>
        {
            torrent.Keep(byTorrent[torrent]);
            return static () => { };
        });
    }

    /// <summary>Only now, when every torrent has choked and given its slots back, may the chosen take them.</summary>
    private void Serve()
    {
        _step = Step.Resting;
        foreach (var (torrent, chosen) in _chosen)
        {
            torrent.Loop.Post(() => torrent.Serve(chosen));
        }

        _chosen.Clear();
    }

    /// <summary>
    /// A slot for each peer whose rate is above a threshold that rises with each, and one more: a fast line opens slots until they
    /// become thin. libtorrent's rate-based choker, with its defaults.
    /// </summary>
    private int SlotsForLine(ChokeReport[] reports)
    {
        var rates = reports.SelectMany(r => r.Candidates).Where(c => c.IsServed).Select(c => c.Takes).OrderDescending();
        var worthwhile = rates.TakeWhile((rate, i) => rate >= Limits.SlotRate + (i * Limits.SlotRateStep)).Count();
        return Math.Clamp(worthwhile + 1, Limits.SlotsAtLeast(leases.Up.Rate), Limits.SlotsMost);
    }

    private enum Step
    {
        Resting,
        Reporting,
        Choking,
    }
}
