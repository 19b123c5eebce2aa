using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Runtime;
using Shoal.TrackerServer.Swarms;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Tests.Swarms;

/// <summary>A store, and peers of it by their numbers.</summary>
internal sealed class StoreDesk(StoreOptions? options = null, ulong seed = 1)
{
    private readonly byte[] _v4 = new byte[200 * CompactEndpoint.LengthV4];
    private readonly byte[] _v6 = new byte[200 * CompactEndpoint.LengthV6];

    public StoreOptions Options { get; } = options ?? new StoreOptions();

    public SwarmStore Store { get; } = new(options ?? new StoreOptions(), new SeededChance(seed));

    public TimeSpan Now { get; set; } = TimeSpan.FromHours(100);

    public static Sha1Hash Torrent(int number)
    {
        Span<byte> bytes = stackalloc byte[Sha1Hash.Length];
        BitConverter.TryWriteBytes(bytes, number);
        return new Sha1Hash(bytes);
    }

    public static PeerId Id(int number)
    {
        Span<byte> bytes = stackalloc byte[PeerId.Length];
        BitConverter.TryWriteBytes(bytes[12..], number);
        return new PeerId(bytes);
    }

    public static Endpoint V4(int number, int port) => Endpoint.FromBytes([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number], (ushort)port);

    public static Endpoint V6(int number, int port) => Endpoint.FromBytes([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(number >> 16), (byte)(number >> 8), (byte)number], (ushort)port);

    public AnnounceResult Announce(int torrent, Endpoint peer, int id, bool isSeed, int wanted = 0, AnnounceEvent what = AnnounceEvent.None)
        => Store.Announce(new Announcement(Torrent(torrent), peer, Id(id), what, isSeed, wanted), Now, _v4, _v6);

    /// <summary>The peers of the last reply.</summary>
    public Endpoint[] Told(in AnnounceResult result, bool ipv4) => ipv4
        ? [.. _v4.Chunk(CompactEndpoint.LengthV4).Take(result.V4).Select(bytes => CompactEndpoint.Read(bytes))]
        : [.. _v6.Chunk(CompactEndpoint.LengthV6).Take(result.V6).Select(bytes => CompactEndpoint.Read(bytes))];

    public void Sweep()
    {
        while (!Store.SweepSome(Now, most: 50))
        {
        }
    }
}
