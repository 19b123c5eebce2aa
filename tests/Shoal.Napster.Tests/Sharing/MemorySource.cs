using Shoal.Napster.Client.Sharing.Audio;

namespace Shoal.Napster.Tests.Sharing;

/// <summary>A file in memory that counts what is read of it.</summary>
internal sealed class MemorySource(byte[] bytes, long? length = null) : IAudioSource
{
    public int Reads { get; private set; }

    public long BytesRead { get; private set; }

    public long Length => length ?? bytes.Length;

    public int Read(long offset, Span<byte> into)
    {
        var got = (int)Math.Clamp(bytes.Length - offset, 0, into.Length);
        bytes.AsSpan((int)Math.Min(offset, bytes.Length), got).CopyTo(into);
        Reads++;
        BytesRead += got;
        return got;
    }
}
