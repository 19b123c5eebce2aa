using System.Runtime.InteropServices;

namespace Shoal.Storage.Files.Calls;

/// <summary>struct statx: the same on every processor.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Statx
{
    /// <summary>STATX_BASIC_STATS.</summary>
    public const uint Basic = 0x7ff;

    private const int KindMask = 0xF000;
    private const int RegularKind = 0x8000;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long BlockLength = 512;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Length;

    [FieldOffset(48)]
    public ulong Blocks;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    public readonly FileFacts ToFacts() => new(
        (Mode & KindMask) == RegularKind,
        (long)Length,
        (long)Blocks * BlockLength,
        ModifiedSeconds * NanosecondsPerSecond + ModifiedNanoseconds,
        (ulong)DeviceMajor << 32 | DeviceMinor,
        Inode);
}
