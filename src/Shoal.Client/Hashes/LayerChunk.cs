using Shoal.Metainfo;

namespace Shoal.Client.Hashes;

/// <summary>A run of a file's piece layer that one request asks for.</summary>
/// <param name="root">The file.</param>
/// <param name="index">The run's first piece, counted in the file.</param>
/// <param name="length">Hashes asked for: a power of two.</param>
/// <param name="pieces">Hashes that are pieces of the file; what the run has beyond is padding.</param>
internal sealed class LayerChunk<TPeer>(Sha256Hash root, int index, int length, int pieces)
    where TPeer : notnull
{
    public Sha256Hash Root => root;

    public int Index => index;

    public int Length => length;

    public int Pieces => pieces;

    /// <summary>Who was asked and has not answered: the first, and after a while others.</summary>
    public List<TPeer> Asked { get; } = [];

    /// <summary>When the last of them was asked.</summary>
    public TimeSpan AskedAt { get; set; }

    /// <summary>The verified hashes of its pieces, 32 bytes each; null until they came.</summary>
    public byte[]? Hashes { get; set; }
}
