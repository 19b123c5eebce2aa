namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>A file whose header is read.</summary>
internal interface IAudioSource
{
    /// <summary>Bytes.</summary>
    long Length { get; }

    /// <summary>Reads what there is from an offset on, and says how much that was.</summary>
    int Read(long offset, Span<byte> into);
}
