using Shoal.Metainfo;

namespace Shoal.TrackerServer.Access;

/// <summary>
/// Says of each announce and scrape whether it may be. UDP and HTTP ask it, from any thread and without a lock: the rules of the moment are one object.
/// <code>
///   announce ─► open? ─► whose passkey? ─► is the torrent served? ─► the store
///   `shoal tracker hash add …` ─► Change: a copy with the change takes the place of the rules
/// </code>
/// </summary>
internal sealed class Gate
{
    private readonly Lock _changing = new();
    private volatile AccessRules _rules = AccessRules.Open;

    public AccessRules Rules => _rules;

    public Refusals Refusals { get; } = new();

    /// <summary>May this peer announce this torrent?</summary>
    public Permit Announce(in Sha1Hash infoHash, ReadOnlySpan<byte> passkey)
    {
        var rules = _rules;
        if (rules.IsOpen)
        {
            return default;
        }

        var permit = rules.JudgeKey(passkey);
        permit = permit.Refusal == Refusal.None ? permit with { Refusal = rules.JudgeTorrent(infoHash) } : permit;
        return permit.Refusal == Refusal.None ? permit : new Permit(Counted(permit.Refusal), 0);
    }

    /// <summary>May whoever has this passkey scrape at all?</summary>
    public Refusal Scrape(ReadOnlySpan<byte> passkey) => Counted(_rules.JudgeKey(passkey).Refusal);

    /// <summary>May somebody scrape who cannot tell a passkey?</summary>
    public Refusal ScrapeByUdp() => Counted(_rules.IsPrivate ? Refusal.ScrapeWithoutPasskey : Refusal.None);

    /// <summary>Are there figures of this torrent for others? Of one that is not served there are none, as of one that nobody knows.</summary>
    public bool Shows(in Sha1Hash infoHash) => _rules.JudgeTorrent(infoHash) == Refusal.None;

    /// <summary>Puts other rules in the place of these; each request is judged by the ones or the others.</summary>
    public void Change(Func<AccessRules, AccessRules> change)
    {
        lock (_changing)
        {
            _rules = change(_rules);
        }
    }

    private Refusal Counted(Refusal why)
    {
        if (why != Refusal.None)
        {
            Refusals.Count(why);
        }

        return why;
    }
}
