using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.TrackerServer.Swarms;

namespace Shoal.TrackerServer.Snapshots;

/// <summary>
/// All swarms as bytes, so that a tracker that starts again knows its peers.
/// <code>
///   magic 8   written at, Unix seconds 8   key of the tags 8
///   for each family of a swarm: 4 or 6 1   info-hash 20   completed 4   peers 4   each: compact form   tag 2   silent for, seconds 4   seed 1
///   0 1   SHA-256 of all before 32
/// </code>
/// Numbers are little-endian; the last byte of the magic is the version.
/// </summary>
internal static class SnapshotFormat
{
    public const int HeaderLength = 24;
    public const int SwarmLength = 1 + Sha1Hash.Length + 4 + 4;
    public const int NoteLength = 2 + 4 + 1;
    private const byte Broken = 0xff;

    public static ReadOnlySpan<byte> Magic => "ShoalSw\u0001"u8;

    /// <summary>Writes it piece by piece: nobody waits for more than <see cref="Limits.SweepPlaces"/> swarms of one shard. Who comes meanwhile may be missing.</summary>
    /// <param name="store">What is written.</param>
    /// <param name="now">The store's time.</param>
    /// <param name="wall">The wall clock's.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Write(SwarmStore store, TimeSpan now, DateTimeOffset wall)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var output = new ArrayBufferWriter<byte>();
        var header = output.GetSpan(HeaderLength);
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], wall.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], store.TagKey);
        output.Advance(HeaderLength);
        for (var (shard, place) = (0, 0); shard < store.ShardCount;)
        {
            place = store.Write(shard, place, Limits.SweepPlaces, now, output);
            shard += place == 0 ? 1 : 0;
            sum.AppendData(output.WrittenSpan);
            yield return output.WrittenMemory;
            output.ResetWrittenCount();
        }

        output.Write((ReadOnlySpan<byte>)[0]);
        sum.AppendData(output.WrittenSpan);
        output.Write(sum.GetHashAndReset());
        yield return output.WrittenMemory;
    }

    /// <summary>
    /// Reads one into an empty store, a part at a time: it may be as large as the store. On false, with a reason that is part of a sentence, the store is to be thrown away.
    /// Never throws, whatever the bytes are, but what the stream throws.
    /// </summary>
    public static bool TryRead(Stream from, SwarmStore store, TimeSpan now, DateTimeOffset wall, out string? reason)
    {
        using var reader = new SnapshotReader(from);
        if (!reader.TryTake(HeaderLength, out var header) || !header.StartsWith(Magic))
        {
            reason = "it is no snapshot of this version";
            return false;
        }

        // A clock that was set back makes nobody younger.
        var away = Math.Max(0, wall.ToUnixTimeSeconds() - (decimal)BinaryPrimitives.ReadInt64LittleEndian(header[8..]));
        store.TagKey = BinaryPrimitives.ReadUInt64LittleEndian(header[16..]);
        byte family;
        while ((family = reader.TryTake(1, out var first) ? first[0] : Broken) is 4 or 6)
        {
            if (!TryReadSwarm(reader, family == 4, store, now, away))
            {
                family = Broken;
                break;
            }
        }

        // One answer for all damage: which bit it was helps nobody.
        reason = family == 0 && reader.EndsWithSum() ? null : "it is damaged or not whole";
        return reason is null;
    }

    private static bool TryReadSwarm(SnapshotReader reader, bool isIPv4, SwarmStore store, TimeSpan now, decimal away)
    {
        if (!reader.TryTake(SwarmLength - 1, out var swarm))
        {
            return false;
        }

        var infoHash = new Sha1Hash(swarm[..Sha1Hash.Length]);
        var completed = BinaryPrimitives.ReadUInt32LittleEndian(swarm[20..]);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(swarm[24..]);
        var compact = isIPv4 ? CompactEndpoint.LengthV4 : CompactEndpoint.LengthV6;
        for (; count > 0; count--)
        {
            if (!reader.TryTake(compact + NoteLength, out var entry))
            {
                return false;
            }

            var peer = CompactEndpoint.Read(entry[..compact]);
            var tag = BinaryPrimitives.ReadUInt16LittleEndian(entry[compact..]);
            var silent = BinaryPrimitives.ReadUInt32LittleEndian(entry[(compact + 2)..]) + away;
            if (peer.IsIPv4 != isIPv4 || peer.Port == 0)
            {
                return false;
            }

            store.Restore(infoHash, peer, tag, isSeed: entry[compact + 6] != 0, silent, now);
        }

        store.RestoreCompleted(infoHash, isIPv4, completed, now);
        return true;
    }
}
