using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Administration.Bans;

/// <summary>
/// Who may not come in: set and lifted by moderators, and set by the server itself where somebody misbehaves. All are in one list, and on disk.
/// <code>
///   612, 614 ─┐
///             ├─► BanList ─► asked when somebody connects, and when he says his nick
///   Conduct ──┘      └─────► BanStore
/// </code>
/// </summary>
internal sealed class BanDesk
{
    private readonly NapsterServer _server;
    private readonly BanStore _store;
    private readonly BanList _bans = new();

    /// <summary>The loop's beginning by the calendar: a ban lasts as long as it was set for, however the clock is changed meanwhile.</summary>
    private readonly DateTimeOffset _start;

    public BanDesk(NapsterServer server)
    {
        _server = server;
        _store = new BanStore(server.World.Accounts);
        _start = server.Loop.Time.GetUtcNow() - server.Loop.Now;
        Reload();
    }

    public int Count => _bans.Count;

    private long Now => (_start + _server.Loop.Now).ToUnixTimeSeconds();

    public void Register(Orders orders)
    {
        orders.On(MessageType.Ban, Level.Moderator, Set);
        orders.On(MessageType.Unban, Level.Moderator, Lift);
        orders.On(MessageType.Bans, Level.Moderator, List);
    }

    /// <summary>Why nobody comes in from there; null where everybody may.</summary>
    public string? RefusalOf(Endpoint from) => _bans.Find(from)?.Told;

    /// <summary>Why that user does not come in from there.</summary>
    public string? RefusalOf(string nick, Endpoint from) => _bans.Find(nick, from)?.Told;

    /// <summary>Forgets the bans that have ended.</summary>
    public void Sweep()
    {
        foreach (var ban in _bans.TakeEnded(Now))
        {
            _server.Administration.Moderators.Tell(Notices.Ban, $"the ban on {ban.Target.Text} has ended");
            _server.Save(null, () => _store.Delete(ban.Target.Text), static () => { });
        }
    }

    /// <summary>The server itself bans an address for a while.</summary>
    public void Impose(Endpoint from, string reason, TimeSpan time)
    {
        var target = BanTarget.Of(from);
        if (_bans[target] is null && !_bans.IsFullFor(target))
        {
            _server.Counters.AutomaticBans++;
            var ban = new Ban(target, _server.Options.Name, reason, Now, (long)Math.Ceiling(time.TotalSeconds));
            _bans.Add(ban);
            _server.Save(null, () => _store.Save(ban), static () => { });
            _server.Administration.Moderators.Tell(Notices.Ban, Said($"Server {ban.SetBy}", ban));
        }
    }

    /// <summary>Reads the bans anew from disk.</summary>
    public void Reload()
    {
        _bans.Clear();
        foreach (var ban in _store.Load(Now))
        {
            if (_bans[ban.Target] is null && !_bans.IsFullFor(ban.Target))
            {
                _bans.Add(ban);
            }
        }
    }

    private void Set(Operator by, Fields fields)
    {
        const string What = "ban";
        if (!TryTarget(by, What, ref fields, out var target))
        {
            return;
        }

        // The reason is one field here, quoted or not, since a number may follow.
        var reason = "";
        if (fields.TryNext(out var field))
        {
            var said = new Fields(field);
            reason = Subjects.Reason(ref said);
        }

        var seconds = 0L;
        if (!fields.IsEmpty && (!fields.TryNumber(out seconds) || seconds > Limits.BanLongest.TotalSeconds))
        {
            by.Tell("invalid ban timeout");
        }
        else if (_bans[target] is not null)
        {
            by.Tell("already banned");
        }
        else if (_bans.IsFullFor(target))
        {
            by.Fail(What, "the list of bans is full");
        }
        else if (target.ExactNick is { } nick && _server.Roster.TryFind(nick, out var session) && !by.IsAbove(session.Level))
        {
            by.Fail(What, "permission denied");
        }
        else
        {
            var ban = new Ban(target, by.ShortName, reason, Now, seconds);
            _bans.Add(ban);
            by.Save(() => _store.Save(ban), () => by.Report(Notices.Ban, Said(by.Name, ban)));
        }
    }

    private void Lift(Operator by, Fields fields)
    {
        if (!TryTarget(by, "unban", ref fields, out var target))
        {
            return;
        }

        var reason = Subjects.Reason(ref fields);
        if (_bans[target] is { } ban)
        {
            _bans.Remove(ban);
            by.Save(() => _store.Delete(target.Text), () => by.Report(Notices.Ban, $"{by.Name} removed ban on {target.Text}: {reason}"));
        }
        else
        {
            by.Tell("no such ban");
        }
    }

    private void List(Operator by, Fields fields) => by.AnswerAll([.. _bans.All], ban => Tell(by, ban), MessageType.Bans);

    private void Tell(Operator by, Ban ban)
    {
        by.Answer(MessageType.BanRow, $"{ban.Target.Text} {ban.SetBy} \"{ban.Reason}\" {ban.Since} {ban.Seconds}");
        // Napster's own servers listed nicks so, with nothing else; OpenNap never did.
        if (ban.Target.ExactNick is { } nick && !_server.Dialect.IsOpenNap)
        {
            by.Session?.Send(MessageType.NickBanRow, $"{nick}");
        }
    }

    private static bool TryTarget(Operator by, string what, ref Fields fields, out BanTarget target)
    {
        target = null!;
        if (!fields.TryNext(out var field))
        {
            by.Fail(what, "too few parameters");
            return false;
        }

        if (!BanTarget.TryParse(LegacyText.Decode(field), out target, out var refusal))
        {
            by.Fail(what, refusal);
            return false;
        }

        return true;
    }

    private static string Said(string by, Ban ban) => $"{by} banned {ban.Target.Text}{(ban.Seconds > 0 ? $" for {ban.Seconds} seconds" : "")}: {ban.Reason}";
}
