using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Shoal.TrackerServer.Swarms;

namespace Shoal.TrackerServer.Snapshots;

/// <summary>Writes a swarm of one family as <see cref="SnapshotFormat"/> has it.</summary>
internal static class SwarmWriter
{
    public static void Write<T>(Family<T> family, byte mark, int number, ushort now, int tickSeconds, IBufferWriter<byte> output)
        where T : unmanaged, IPeer<T>
    {
        if (!family.Swarms.IsUsed(number))
        {
            return;
        }

        ref var swarm = ref family.Swarms[number];
        var (leechers, seeds) = family.Count(ref swarm);
        var head = output.GetSpan(SnapshotFormat.SwarmLength);
        head[0] = mark;
        swarm.InfoHash.Span.CopyTo(head[1..]);
        BinaryPrimitives.WriteUInt32LittleEndian(head[21..], swarm.Completed);
        BinaryPrimitives.WriteUInt32LittleEndian(head[25..], (uint)(leechers + seeds));
        output.Advance(SnapshotFormat.SwarmLength);
        foreach (ref var group in family.GroupsOf(ref swarm))
        {
            var peers = family.PeersOf(ref group);
            for (var i = 0; i < peers.Length; i++)
            {
                var entry = output.GetSpan(T.CompactLength + SnapshotFormat.NoteLength);
                MemoryMarshal.AsBytes(peers.Slice(i, 1))[..T.CompactLength].CopyTo(entry);
                BinaryPrimitives.WriteUInt16LittleEndian(entry[T.CompactLength..], peers[i].Tag);
                BinaryPrimitives.WriteUInt32LittleEndian(entry[(T.CompactLength + 2)..], (uint)((ushort)(now - peers[i].Seen) * tickSeconds));
                entry[T.CompactLength + 6] = i >= group.Leechers ? (byte)1 : (byte)0;
                output.Advance(T.CompactLength + SnapshotFormat.NoteLength);
            }
        }
    }
}
