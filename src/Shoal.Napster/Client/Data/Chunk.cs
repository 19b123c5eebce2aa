namespace Shoal.Napster.Client.Data;

/// <summary>A run of a download's bytes between the socket and the disk.</summary>
internal sealed class Chunk
{
    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(Limits.ChunkLength, pinned: true);

    public int Length { get; set; }

    public int Room => Bytes.Length - Length;
}
