using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Server.Administration.Bans;

/// <summary>Bans on disk, beside the users. Any thread may ask.</summary>
internal sealed class BanStore(AccountStore accounts)
{
    /// <summary>Those that have not ended, the oldest first; what has is forgotten.</summary>
    public IReadOnlyList<Ban> Load(long now)
    {
        accounts.Run("DELETE FROM bans WHERE seconds > 0 AND since + seconds <= $now", ("$now", now));
        var bans = new List<Ban>();
        accounts.Read(
            "SELECT target, set_by, reason, since, seconds FROM bans ORDER BY since, target LIMIT $most",
            row =>
            {
                // What an earlier version took for a target and this one does not bans nobody.
                if (BanTarget.TryParse(row.GetString(0), out var target, out _))
                {
                    bans.Add(new Ban(target, row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4)));
                }
            },
            ("$most", Limits.Bans));
        return bans;
    }

    /// <summary>Keeps one, in the place of one for the same.</summary>
    public void Save(Ban ban) => accounts.Run(
        "INSERT INTO bans (target, set_by, reason, since, seconds) VALUES ($target, $by, $reason, $since, $seconds) ON CONFLICT (target) DO UPDATE SET set_by = $by, reason = $reason, since = $since, seconds = $seconds",
        ("$target", ban.Target.Text), ("$by", ban.SetBy), ("$reason", ban.Reason), ("$since", ban.Since), ("$seconds", ban.Seconds));

    /// <summary>Forgets one.</summary>
    public void Delete(string target) => accounts.Run("DELETE FROM bans WHERE target = $target", ("$target", target));
}
