using System.Buffers;
using System.Text;
using Shoal.Bencoding;
using Shoal.Peers;
using Shoal.Runtime;

namespace Shoal.Trackers.Messages.Http;

/// <summary>The bodies that a tracker answers with (BEP 3, 7, 23, 24, 31, 48), in canonical bencoding.</summary>
public static class HttpReplyWriter
{
    /// <summary>Writes a failure, or peers in the compact form: IPv4 always, IPv6 where there are some.</summary>
    public static void WriteCompact(IBufferWriter<byte> output, AnnounceReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var writer = Begin(output, reply);
        if (reply.Failure is null)
        {
            var v4 = reply.Peers.Count(static peer => peer.IsIPv4);
            WriteAddresses(writer, "peers"u8, reply.Peers, v4 * CompactEndpoint.LengthV4, ipv4: true);
            if (v4 < reply.Peers.Count)
            {
                WriteAddresses(writer, "peers6"u8, reply.Peers, (reply.Peers.Count - v4) * CompactEndpoint.LengthV6, ipv4: false);
            }
        }

        End(writer, reply);
    }

    /// <summary>Writes a failure, or peers of both families as a list of dictionaries, with their ids as far as these are known.</summary>
    public static void WriteList(IBufferWriter<byte> output, AnnounceReply reply, IReadOnlyList<PeerId?>? ids)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var writer = Begin(output, reply);
        if (reply.Failure is null)
        {
            writer.WriteKey("peers"u8);
            writer.WriteStartList();
            for (var i = 0; i < reply.Peers.Count; i++)
            {
                writer.WriteStartDictionary();
                writer.Write("ip"u8, reply.Peers[i].ToIPAddress().ToString());
                if (ids?[i] is { } id)
                {
                    writer.Write("peer id"u8, id.Span);
                }

                writer.Write("port"u8, reply.Peers[i].Port);
                writer.WriteEnd();
            }

            writer.WriteEnd();
        }

        End(writer, reply);
    }

    /// <summary>Writes a failure, or the counts of each swarm.</summary>
    public static void WriteScrape(IBufferWriter<byte> output, ScrapeReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var writer = new BencodeWriter(output);
        writer.WriteStartDictionary();
        if (reply.Failure is { } failure)
        {
            writer.Write("failure reason"u8, failure);
            writer.WriteEnd();
            return;
        }

        writer.WriteKey("files"u8);
        writer.WriteStartDictionary();
        foreach (var (hash, counts) in reply.Swarms.OrderBy(static swarm => swarm.Key))
        {
            writer.WriteKey(hash.Span);
            writer.WriteStartDictionary();
            writer.Write("complete"u8, counts.Seeders);
            writer.Write("downloaded"u8, counts.Completed);
            writer.Write("incomplete"u8, counts.Leechers);
            writer.WriteEnd();
        }

        writer.WriteEnd();
        writer.WriteEnd();
    }

    // Keys in their order: what stands in front of the peers here, what stands behind them in End.
    private static BencodeWriter Begin(IBufferWriter<byte> output, AnnounceReply reply)
    {
        var writer = new BencodeWriter(output);
        writer.WriteStartDictionary();
        if (reply.Failure is { } failure)
        {
            writer.Write("failure reason"u8, failure);
            return writer;
        }

        WriteNumber(writer, "complete"u8, reply.Seeders);
        if (reply.ExternalAddress is { } external)
        {
            Span<byte> address = stackalloc byte[16];
            writer.Write("external ip"u8, address[..Endpoint.From(external, 0).WriteAddress(address)]);
        }

        WriteNumber(writer, "incomplete"u8, reply.Leechers);
        WriteNumber(writer, "interval"u8, (long?)reply.Interval?.TotalSeconds);
        WriteNumber(writer, "min interval"u8, (long?)reply.MinInterval?.TotalSeconds);
        return writer;
    }

    private static void End(BencodeWriter writer, AnnounceReply reply)
    {
        if (reply.Failure is not null && reply.RetryIn is { } wait)
        {
            writer.WriteKey("retry in"u8);
            if (wait == Timeout.InfiniteTimeSpan)
            {
                writer.WriteText("never");
            }
            else
            {
                writer.WriteInteger((long)Math.Ceiling(wait.TotalMinutes));
            }
        }

        if (reply.Failure is null && reply.TrackerId is { } id)
        {
            writer.Write("tracker id"u8, Encoding.Latin1.GetBytes(id));
        }

        if (reply.Warning is { } warning)
        {
            writer.Write("warning message"u8, warning);
        }

        writer.WriteEnd();
    }

    private static void WriteNumber(BencodeWriter writer, ReadOnlySpan<byte> key, long? value)
    {
        if (value is { } number)
        {
            writer.Write(key, number);
        }
    }

    private static void WriteAddresses(BencodeWriter writer, ReadOnlySpan<byte> key, IReadOnlyList<Endpoint> peers, int length, bool ipv4)
    {
        var bytes = new byte[length];
        PeerAddresses.Write(bytes, peers, ipv4);
        writer.Write(key, bytes);
    }
}
