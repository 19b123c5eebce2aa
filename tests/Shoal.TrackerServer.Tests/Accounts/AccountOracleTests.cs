using Shoal.TrackerServer.Accounts;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Tests.Accounts;

/// <summary>Random lives of clients and of the tracker, beside figures that are made anew from the whole history, second by second.</summary>
public sealed class AccountOracleTests
{
    private static readonly long _silence = (long)new AccountOptions().Silence.TotalSeconds;

    [Fact]
    public void Figures_are_those_of_the_whole_history()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            Live(new Random(seed), $"seed {seed}");
        }
    }

    private static void Live(Random chance, string which)
    {
        using var desk = new PrivateDesk();
        string[] users = ["ann", "bob"];
        var keys = users.ToDictionary(user => user, user =>
        {
            desk.Access.AddUser(user);
            desk.Access.AddKey(user, out var key);
            return key!;
        });
        var clients = users.SelectMany(user => new[] { "home", "work" }.SelectMany(peer => new[] { 't', 'u' }.Select(torrent => new Client(user, peer, torrent)))).ToArray();
        var history = new List<Words>();
        var written = 0;
        for (var step = 0; step < 120; step++)
        {
            desk.Seconds += chance.Next(chance.Next(20) == 0 ? 3 * (int)_silence : 1000);
            switch (chance.Next(25))
            {
                case 0:
                    desk.Access.ListUsers();
                    written = history.Count;
                    break;
                case 1:
                    // What was not written is lost, and the clients go on as if nothing were.
                    desk.Kill();
                    history.RemoveRange(written, history.Count - written);
                    break;
                case 2:
                    desk.Restart();
                    written = history.Count;
                    break;
                default:
                    var client = clients[chance.Next(clients.Length)];
                    var what = client.Move(chance);
                    desk.Announce(keys[client.User], client.Up, client.Down, client.Left, what, client.Peer, client.Torrent);
                    history.Add(new Words(desk.Seconds, client.User, client.Peer, client.Torrent, client.Up, client.Down, client.Left, what));
                    break;
            }
        }

        foreach (var group in history.GroupBy(words => (words.User, words.Torrent)))
        {
            var share = desk.Share(group.Key.User, group.Key.Torrent);
            var actual = (share.Uploaded, share.Downloaded, (long)share.Seeding.TotalSeconds, share.First.ToUnixTimeSeconds(), share.Last.ToUnixTimeSeconds());
            var expected = (Moved(group, words => words.Up), Moved(group, words => words.Down), Seeded(group), group.First().At, group.Last().At);
            Assert.True(expected == actual, $"{which}, {group.Key}: expected {expected}, and there is {actual}");
        }
    }

    /// <summary>Of each run of a peer the last total less the first; a run begins where a total falls, and then at nothing.</summary>
    private static long Moved(IEnumerable<Words> all, Func<Words, long> total)
    {
        var sum = 0L;
        foreach (var peer in all.GroupBy(words => words.Peer))
        {
            var words = peer.ToArray();
            for (var i = 1; i < words.Length; i++)
            {
                var cameBack = words[i - 1].What == AnnounceEvent.Stopped && words[i].What == AnnounceEvent.Started;
                sum += cameBack ? 0 : total(words[i]) >= total(words[i - 1]) ? total(words[i]) - total(words[i - 1]) : total(words[i]);
            }
        }

        return sum;
    }

    /// <summary>The seconds in which any peer had it all, in the order in which they are heard of: what lies before a second that was counted is past.</summary>
    private static int Seeded(IEnumerable<Words> all)
    {
        var seconds = new HashSet<long>();
        var latest = 0L;
        var last = new Dictionary<string, Words>();
        foreach (var after in all)
        {
            var before = last.GetValueOrDefault(after.Peer, after);
            var was = before.Left == 0 && before.What != AnnounceEvent.Stopped && after.At - before.At <= _silence;
            for (var second = before.At; was && second < after.At; second++)
            {
                if (second > latest)
                {
                    seconds.Add(latest = second);
                }
            }

            last[after.Peer] = after;
        }

        return seconds.Count;
    }

    private sealed record Words(long At, string User, string Peer, char Torrent, long Up, long Down, long Left, AnnounceEvent What);

    private sealed class Client(string user, string peer, char torrent)
    {
        private bool _isThere;

        public string User => user;

        public string Peer => peer;

        public char Torrent => torrent;

        public long Up { get; private set; }

        public long Down { get; private set; }

        public long Left { get; private set; } = 5000;

        public AnnounceEvent Move(Random chance)
        {
            if (!_isThere)
            {
                _isThere = true;
                (Up, Down) = chance.Next(2) == 0 ? (0, 0) : (Up, Down);
                return AnnounceEvent.Started;
            }

            Up += chance.Next(1000);
            var got = Math.Min(Left, chance.Next(2000));
            (Down, Left) = (Down + got, chance.Next(30) == 0 ? 5000 : Left - got);
            switch (chance.Next(12))
            {
                case 0:
                    _isThere = false;
                    return AnnounceEvent.Stopped;
                case 1:
                    // It crashes and comes back without a word.
                    (Up, Down) = (chance.Next(10), chance.Next(10));
                    return AnnounceEvent.Started;
                default:
                    return got > 0 && Left == 0 ? AnnounceEvent.Completed : AnnounceEvent.None;
            }
        }
    }
}
