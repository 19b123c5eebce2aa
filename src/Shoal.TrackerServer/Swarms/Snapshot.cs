using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Swarms;

/// <summary>
/// All swarms as bytes, so that a tracker that starts again knows its peers.
/// <code>
///   magic 8   written at, Unix seconds 8   key of the tags 8
///   for each family of a swarm: 4 or 6 1   info-hash 20   completed 4   peers 4   each: compact form   tag 2   silent for, seconds 4   seed 1
///   0 1   SHA-256 of all before 32
/// </code>
/// Numbers are little-endian; the last byte of the magic is the version.
/// </summary>
internal static class Snapshot
{
    public const int HeaderLength = 24;
    public const int SwarmLength = 1 + Sha1Hash.Length + 4 + 4;
    public const int NoteLength = 2 + 4 + 1;

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

    /// <summary>Reads one into an empty store. On false, with a reason that is part of a sentence, the store is to be thrown away. Never throws, whatever the bytes are.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, SwarmStore store, TimeSpan now, DateTimeOffset wall, out string? reason)
    {
        if (bytes.Length < HeaderLength + 1 + SHA256.HashSizeInBytes || !bytes.StartsWith(Magic))
        {
            reason = "it is no snapshot of this version";
            return false;
        }

        var body = bytes[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            reason = "its checksum is wrong";
            return false;
        }

        // A clock that was set back makes nobody younger.
        var away = Math.Max(0, wall.ToUnixTimeSeconds() - (decimal)BinaryPrimitives.ReadInt64LittleEndian(body[8..]));
        store.TagKey = BinaryPrimitives.ReadUInt64LittleEndian(body[16..]);
        body = body[HeaderLength..];
        while (body.Length > 1)
        {
            if (!TryReadSwarm(ref body, store, now, away))
            {
                reason = "a swarm in it is broken";
                return false;
            }
        }

        reason = body is [0] ? null : "it does not end where it should";
        return reason is null;
    }

    private static bool TryReadSwarm(ref ReadOnlySpan<byte> body, SwarmStore store, TimeSpan now, decimal away)
    {
        var compact = body[0] switch { 4 => CompactEndpoint.LengthV4, 6 => CompactEndpoint.LengthV6, _ => 0 };
        if (compact == 0 || body.Length < SwarmLength)
        {
            return false;
        }

        var infoHash = new Sha1Hash(body.Slice(1, Sha1Hash.Length));
        var completed = BinaryPrimitives.ReadUInt32LittleEndian(body[21..]);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(body[25..]);
        body = body[SwarmLength..];
        if (count > (uint)(body.Length / (compact + NoteLength)))
        {
            return false;
        }

        var isIPv4 = compact == CompactEndpoint.LengthV4;
        for (; count > 0; count--)
        {
            var peer = CompactEndpoint.Read(body[..compact]);
            var tag = BinaryPrimitives.ReadUInt16LittleEndian(body[compact..]);
            var silent = BinaryPrimitives.ReadUInt32LittleEndian(body[(compact + 2)..]) + away;
            if (peer.IsIPv4 != isIPv4 || peer.Port == 0)
            {
                return false;
            }

            store.Restore(infoHash, peer, tag, isSeed: body[compact + 6] != 0, silent, now);
            body = body[(compact + NoteLength)..];
        }

        store.RestoreCompleted(infoHash, isIPv4, completed, now);
        return true;
    }
}
