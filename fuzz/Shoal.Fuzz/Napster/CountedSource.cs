using Shoal.Napster.Client.Sharing.Audio;

namespace Shoal.Fuzz.Napster;

/// <summary>A file in memory that counts what is read of it.</summary>
internal sealed class CountedSource(byte[] bytes) : IAudioSource
{
    public int Reads { get; private set; }

    public long BytesRead { get; private set; }

    public long Length => bytes.Length;

    public int Read(long offset, Span<byte> into)
    {
        FuzzTarget.Require(offset >= 0 && offset + into.Length <= bytes.Length, "it reads beyond the file");
        bytes.AsSpan((int)offset, into.Length).CopyTo(into);
        Reads++;
        BytesRead += into.Length;
        return into.Length;
    }
}
