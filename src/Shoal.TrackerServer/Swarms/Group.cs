using System.Runtime.InteropServices;

namespace Shoal.TrackerServer.Swarms;

/// <summary>
/// Some peers of one family of one swarm, leechers in front and seeds behind: where they are and how many. A lone IPv4 peer lies in
/// the first 10 bytes itself; its time is then at the same place as the group's.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 12)]
internal struct Group
{
    private const int CountBits = 10;
    private const int CountMask = (1 << CountBits) - 1;
    private const int ClassMask = 31;
    private const int InlineSeedBit = 1 << 15;

    /// <summary>The block that holds them; for <see cref="IsLarge"/> the number of the large swarm.</summary>
    [FieldOffset(0)]
    public uint Block;

    [FieldOffset(4)]
    private ushort _seeds;

    /// <summary>When the last of them announced, in ticks of the store's clock.</summary>
    [FieldOffset(6)]
    public ushort Seen;

    /// <summary>Seeds that are counted in the other family: used for IPv6 alone, which is never inline (see <see cref="Twins"/>).</summary>
    [FieldOffset(8)]
    public byte TwinSeeds;

    /// <summary>Leechers that are counted in the other family.</summary>
    [FieldOffset(9)]
    public byte TwinLeechers;

    [FieldOffset(10)]
    private ushort _control;

    public int Count
    {
        readonly get => _control & CountMask;
        set => _control = (ushort)((_control & ~CountMask) | value);
    }

    /// <summary>Which of the sizes of <see cref="Sizes"/> the block has; 0 where there is none.</summary>
    public int Class
    {
        readonly get => (_control >> CountBits) & ClassMask;
        set => _control = (ushort)((_control & ~(ClassMask << CountBits)) | (value << CountBits));
    }

    public int Seeds
    {
        readonly get => Class == 0 ? _control >> 15 : _seeds;
        set
        {
            if (Class == 0)
            {
                _control = (ushort)((_control & ~InlineSeedBit) | (value << 15));
            }
            else
            {
                _seeds = (ushort)value;
            }
        }
    }

    public readonly int Leechers => Count - Seeds;

    /// <summary>More peers than one group takes: they are in a <see cref="LargeSwarm"/>.</summary>
    public readonly bool IsLarge => Class == ClassMask;

    /// <summary>Its peers are in a large swarm now.</summary>
    public void Large(int number)
    {
        Block = (uint)number;
        Count = 0;
        Class = ClassMask;
    }

    /// <summary>Takes over what is noted of the swarm as a whole, unless a lone peer lies there, whose time is the same.</summary>
    public void CopyMarks(in Group other)
    {
        if (Class > 0 || Count == 0)
        {
            (Seen, TwinSeeds, TwinLeechers) = (other.Seen, other.TwinSeeds, other.TwinLeechers);
        }
    }
}
