using System.Buffers;
using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Runtime;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Swarms;

/// <summary>
/// All swarms, in memory: announces and scrapes from any thread, without an object per peer and without garbage. A peer is its address
/// and port, so that nobody changes another's entry but from behind the same address.
/// </summary>
internal sealed class SwarmStore
{
    private readonly Shard[] _shards;
    private readonly Usage _usage;
    private readonly ulong _key;
    private readonly TimeSpan _tick;
    private readonly int _silence;

    /// <summary>Where the sweep goes on: in which shard, and from which of its places.</summary>
    private int _sweepShard;
    private int _sweepPlace;

    /// <param name="options">What it is told.</param>
    /// <param name="chance">Which peers are told of which, and the key of the hashes: from a seed that nobody can guess.</param>
    public SwarmStore(StoreOptions options, IChance chance)
    {
        _usage = new Usage(options);
        _key = Draw(chance);
        TagKey = Draw(chance);
        _shards = new Shard[options.Shards];
        for (var i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new Shard(options, _usage, _key, new SeededChance(Draw(chance)));
        }

        // 16 bits hold times that are told apart for longer than anything is kept.
        _tick = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(options.Silence.TotalSeconds / Limits.TicksOfSilence)));
        _silence = (int)(options.Silence / _tick);
    }

    public Usage Usage => _usage;

    public int ShardCount => _shards.Length;

    /// <summary>Makes the tags of peer ids. It is in snapshots, unlike the key of the tables; who has it may at most end the announces of his neighbours behind one address.</summary>
    public ulong TagKey { get; set; }

    /// <summary>Takes an announce and writes peers in their compact form: of the announcer's family first, then of the other, each as far as there is room.</summary>
    public AnnounceResult Announce(in Announcement announcement, TimeSpan now, Span<byte> v4, Span<byte> v6)
    {
        var hash = KeyedHash.Of(announcement.InfoHash.Span, _key);
        return ShardOf(hash).Announce(announcement, hash, TagOf(announcement.PeerId), TickOf(now), v4, v6);
    }

    public ScrapeCounts Scrape(in Sha1Hash infoHash)
    {
        var hash = KeyedHash.Of(infoHash.Span, _key);
        return ShardOf(hash).Scrape(infoHash, hash);
    }

    /// <summary>Seeds and leechers of all swarms, twins once.</summary>
    public (int Seeders, int Leechers) CountPeers()
    {
        var counts = Array.ConvertAll(_shards, static shard => shard.CountPeers());
        return ((int)counts.Sum(static each => each.Peers.Seeders - each.TwinSeeds), (int)counts.Sum(static each => each.Peers.Leechers - each.TwinLeechers));
    }

    /// <summary>Peers of all swarms, each in its own family.</summary>
    public PeerCounts CountPeersByFamily() => _shards.Aggregate(default(PeerCounts), static (sum, shard) => sum + shard.CountPeers().Peers);

    /// <summary>Forgets what is old, from where it stopped, as far as a second's work goes. On one thread at a time.</summary>
    public void Sweep(TimeSpan now)
    {
        for (var i = 0; i < Limits.SweepSteps && !SweepSome(now, Limits.SweepPlaces); i++)
        {
        }
    }

    /// <summary>Looks at the next places of one shard, so many at most; true at the end of a round.</summary>
    public bool SweepSome(TimeSpan now, int most)
    {
        _sweepPlace = _shards[_sweepShard].Sweep(_sweepPlace, most, TickOf(now), _silence);
        _sweepShard = _sweepPlace > 0 ? _sweepShard : (_sweepShard + 1) % _shards.Length;
        return _sweepShard == 0 && _sweepPlace == 0;
    }

    /// <summary>Writes places of a shard into a snapshot; where to go on, 0 at the end.</summary>
    public int Write(int shard, int from, int most, TimeSpan now, IBufferWriter<byte> output) => _shards[shard].Write(from, most, TickOf(now), (int)_tick.TotalSeconds, output);

    /// <summary>Takes in a peer of a snapshot, unless it was silent for too long or there is no room.</summary>
    public void Restore(in Sha1Hash infoHash, Endpoint peer, ushort tag, bool isSeed, decimal silentSeconds, TimeSpan now)
    {
        var ticks = silentSeconds / (int)_tick.TotalSeconds;
        if (ticks <= _silence)
        {
            var hash = KeyedHash.Of(infoHash.Span, _key);
            ShardOf(hash).Restore(infoHash, hash, peer, tag, isSeed, (ushort)(TickOf(now) - (int)ticks));
        }
    }

    /// <summary>Adds downloads of a snapshot.</summary>
    public void RestoreCompleted(in Sha1Hash infoHash, bool isIPv4, uint completed, TimeSpan now)
    {
        var hash = KeyedHash.Of(infoHash.Span, _key);
        if (completed > 0)
        {
            ShardOf(hash).RestoreCompleted(infoHash, hash, isIPv4, completed, TickOf(now));
        }
    }

    private static ulong Draw(IChance chance) => ((ulong)chance.Below(int.MaxValue) << 33) ^ ((ulong)chance.Below(int.MaxValue) << 16) ^ (ulong)chance.Below(int.MaxValue);

    private Shard ShardOf(ulong hash) => _shards[(int)hash & (_shards.Length - 1)];

    private ushort TagOf(in PeerId id) => (ushort)KeyedHash.Of(id.Span, TagKey);

    private ushort TickOf(TimeSpan now) => (ushort)(now.Ticks / _tick.Ticks);
}
