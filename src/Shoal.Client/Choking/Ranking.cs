using Shoal.Client.Swarms;
using Shoal.Runtime;

namespace Shoal.Client.Choking;

/// <summary>
/// Whom to serve, for all torrents of a client at once. Slots are dealt to the torrents one by one, so that no torrent goes short
/// for another. Of its share a leecher gives most to those who give it most, so that giving pays, and one slot in five to chance,
/// so that newcomers can show what they give (BEP 3); a seed goes round, so that everybody gets a share.
/// </summary>
internal sealed class Ranking(IChance chance)
{
    /// <summary>Rounds that an optimistic slot stays with a peer: thirty seconds (BEP 3).</summary>
    private const int OptimisticRounds = 3;

    /// <summary>One slot of so many is optimistic, and at least one. libtorrent's share.</summary>
    private const int SlotsPerOptimist = 5;

    /// <summary>A torrent with a single slot uses it optimistically every so many turns.</summary>
    private const int SingleSlotTurns = 3;

    /// <summary>BEP 3: newcomers are three times as likely to be tried.</summary>
    private const int NewcomerWeight = 3;

    /// <summary>Who holds an optimistic slot.</summary>
    private HashSet<Peer> _optimists = [];
    private HashSet<Peer> _nextOptimists = [];

    /// <summary>The peers to serve, for each report; together no more than the slots.</summary>
    public List<Peer>[] Choose(IReadOnlyList<ChokeReport> reports, int slots, int round)
    {
        var shares = Deal(reports, slots, round);
        var chosen = new List<Peer>[reports.Count];
        for (var i = 0; i < reports.Count; i++)
        {
            chosen[i] = reports[i].IsSeeding ? TakeTurns(reports[i], shares[i]) : Reward(reports[i], shares[i], round);
        }

        (_optimists, _nextOptimists) = (_nextOptimists, _optimists);
        _nextOptimists.Clear();
        return chosen;
    }

    /// <summary>One slot to each torrent that has use for it, again and again; another torrent begins each round, for when there are fewer slots than torrents.</summary>
    private static int[] Deal(IReadOnlyList<ChokeReport> reports, int slots, int round)
    {
        var demands = reports.Select(Demand).ToArray();
        var shares = new int[reports.Count];
        for (var dealt = true; dealt && slots > 0;)
        {
            dealt = false;
            for (var i = 0; i < shares.Length && slots > 0; i++)
            {
                var torrent = (i + round) % shares.Length;
                if (shares[torrent] < demands[torrent])
                {
                    shares[torrent]++;
                    slots--;
                    dealt = true;
                }
            }
        }

        return shares;
    }

    /// <summary>Peers that give nothing are worth a single try.</summary>
    private static int Demand(ChokeReport report)
    {
        var stingy = report.Candidates.Count(static c => c.IsStingy);
        return report.IsSeeding ? report.Candidates.Length : report.Candidates.Length - stingy + Math.Min(stingy, 1);
    }

    /// <summary>First those whose turn is not over, then the rest by who waited longest.</summary>
    private static List<Peer> TakeTurns(ChokeReport report, int share) =>
        [.. report.Candidates.OrderBy(c => c.IsTurnOver ? 1 : 0).ThenByDescending(c => c.Waited).Take(share).Select(c => c.Peer)];

    private List<Peer> Reward(ChokeReport report, int share, int round)
    {
        var (turn, rest) = Math.DivRem(round, OptimisticRounds);
        var generous = report.Candidates.Where(c => !c.IsStingy).OrderByDescending(c => c.Gives).ToList();
        var optimists = share > 1 ? Math.Max(1, share / SlotsPerOptimist) : turn % SingleSlotTurns == 0 ? share : 0;
        List<Peer> chosen = [.. generous.Take(share - optimists).Select(c => c.Peer)];
        var others = report.Candidates.Where(c => !chosen.Contains(c.Peer)).ToList();
        if (rest != 0)
        {
            Stay(others, chosen, share);
        }

        while (chosen.Count < share && others.Count > 0)
        {
            Try(others, chosen);
        }

        return chosen;
    }

    /// <summary>Those whose optimistic turn is not over keep their slots.</summary>
    private void Stay(List<Candidate> others, List<Peer> chosen, int share)
    {
        foreach (var candidate in others.Where(c => _optimists.Contains(c.Peer)).Take(share - chosen.Count).ToArray())
        {
            others.Remove(candidate);
            chosen.Add(candidate.Peer);
            _nextOptimists.Add(candidate.Peer);
        }
    }

    /// <summary>Gives a slot by chance, to somebody who is not served now if there is one.</summary>
    private void Try(List<Candidate> others, List<Peer> chosen)
    {
        var pool = others.Exists(static c => !c.IsServed) ? others.FindAll(static c => !c.IsServed) : others;
        var ticket = chance.Below(pool.Sum(Weight));
        var lucky = pool.First(c => (ticket -= Weight(c)) < 0);
        others.Remove(lucky);
        chosen.Add(lucky.Peer);
        _nextOptimists.Add(lucky.Peer);
    }

    private static int Weight(Candidate candidate) => candidate.IsNew ? NewcomerWeight : 1;
}
