using System.Buffers.Binary;

namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>The bytes of a file for those who read its header: however the file is made, only so many of them are read, and so often.</summary>
/// <param name="source">The file.</param>
/// <param name="scratch">Room for <see cref="Limits.AudioTagBytes"/>, which may be used for the next file.</param>
internal sealed class AudioBytes(IAudioSource source, byte[] scratch)
{
    private int _reads = Limits.AudioReads;
    private int _bytes = Limits.AudioBytes;

    public long Length => source.Length;

    /// <summary>Fills the span; false where the file, or what may be read of it, ends before.</summary>
    public bool TryRead(long offset, Span<byte> into) => ReadSome(offset, into) == into.Length;

    /// <summary>Reads what there is.</summary>
    public int ReadSome(long offset, Span<byte> into)
    {
        if (offset < 0 || offset >= Length || _reads == 0 || into.Length > _bytes)
        {
            return 0;
        }

        _reads--;
        var got = source.Read(offset, into[..(int)Math.Min(into.Length, Length - offset)]);
        _bytes -= got;
        return got;
    }

    /// <summary>Reads a number with its highest byte first; null where it cannot be.</summary>
    public uint? TryNumber(long offset)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        return TryRead(offset, bytes) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : null;
    }

    /// <summary>Reads up to so many bytes, valid until the next are taken.</summary>
    public ReadOnlySpan<byte> Take(long offset, long length)
    {
        var taken = scratch.AsSpan(0, (int)Math.Clamp(Math.Min(length, Length - offset), 0, scratch.Length));
        return taken[..ReadSome(offset, taken)];
    }
}
