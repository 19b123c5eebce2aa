using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Shoal.Metainfo;

namespace Shoal.Trackers.Messages.Udp;

/// <summary>A scrape over UDP and its answer (BEP 15), both ends.</summary>
public static class UdpScrape
{
    /// <summary>Swarms asked about in one packet at most.</summary>
    public const int HashesAtOnce = Limits.UdpScrapeHashes;

    /// <summary>Bytes of the longest request.</summary>
    public const int LongestRequest = UdpRequestHeader.Length + HashesAtOnce * Sha1Hash.Length;

    private const int CountsLength = 12;

    /// <summary>Bytes of the longest answer.</summary>
    public const int LongestReply = UdpReplyHeader.Length + HashesAtOnce * CountsLength;

    /// <summary>Writes a request for 1 to <see cref="HashesAtOnce"/> swarms; returns its length.</summary>
    public static int WriteRequest(Span<byte> destination, ulong connectionId, uint transactionId, ReadOnlySpan<Sha1Hash> infoHashes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(infoHashes.Length, HashesAtOnce, nameof(infoHashes));
        var written = new UdpRequestHeader(connectionId, UdpAction.Scrape, transactionId).Write(destination);
        foreach (ref readonly var hash in infoHashes)
        {
            hash.Span.CopyTo(destination[written..]);
            written += Sha1Hash.Length;
        }

        return written;
    }

    /// <summary>Reads the hashes of a request behind its header, which the caller has checked; false where there is none, or not a whole number of them, or too many.</summary>
    public static bool TryReadRequest(ReadOnlySpan<byte> packet, [NotNullWhen(true)] out Sha1Hash[]? infoHashes)
    {
        infoHashes = null;
        var hashes = packet.Length < UdpRequestHeader.Length ? default : packet[UdpRequestHeader.Length..];
        if (hashes.IsEmpty || hashes.Length % Sha1Hash.Length != 0 || hashes.Length / Sha1Hash.Length > HashesAtOnce)
        {
            return false;
        }

        infoHashes = new Sha1Hash[hashes.Length / Sha1Hash.Length];
        for (var i = 0; i < infoHashes.Length; i++)
        {
            infoHashes[i] = new Sha1Hash(hashes.Slice(i * Sha1Hash.Length, Sha1Hash.Length));
        }

        return true;
    }

    /// <summary>Writes an answer with the counts in the order of the request's hashes; returns its length.</summary>
    public static int WriteReply(Span<byte> destination, uint transactionId, ReadOnlySpan<ScrapeCounts> counts)
    {
        var written = new UdpReplyHeader(UdpAction.Scrape, transactionId).Write(destination);
        foreach (var swarm in counts)
        {
            written += WriteCounts(destination[written..], swarm);
        }

        return written;
    }

    /// <summary>Writes the counts of one swarm; returns their bytes.</summary>
    public static int WriteCounts(Span<byte> destination, in ScrapeCounts swarm)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, swarm.Seeders);
        BinaryPrimitives.WriteInt32BigEndian(destination[4..], swarm.Completed);
        BinaryPrimitives.WriteInt32BigEndian(destination[8..], swarm.Leechers);
        return CountsLength;
    }

    /// <summary>Reads the counts of an answer behind its header, which the caller has checked; false where they are not those of all hashes that were asked about.</summary>
    public static bool TryReadReply(ReadOnlySpan<byte> packet, int hashes, [NotNullWhen(true)] out ScrapeCounts[]? counts)
    {
        counts = null;
        if (hashes is <= 0 or > HashesAtOnce || packet.Length < UdpReplyHeader.Length + hashes * CountsLength)
        {
            return false;
        }

        counts = new ScrapeCounts[hashes];
        for (var i = 0; i < hashes; i++)
        {
            var swarm = packet.Slice(UdpReplyHeader.Length + i * CountsLength, CountsLength);
            counts[i] = new ScrapeCounts(Count(swarm), Count(swarm[4..]), Count(swarm[8..]));
        }

        return true;
    }

    private static int Count(ReadOnlySpan<byte> bytes) => Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(bytes));
}
