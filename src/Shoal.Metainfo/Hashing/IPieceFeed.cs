namespace Shoal.Metainfo.Hashing;

/// <summary>Gives the bytes of pieces to one thread of a <see cref="Files.HashPass"/>, and hears their hashes.</summary>
public interface IPieceFeed : IDisposable
{
    /// <summary>False: the piece needs no hash.</summary>
    bool Wants(PieceIndex piece);

    /// <summary>Fills the span with the piece's bytes from <paramref name="begin"/> on; pad bytes are zeros. False: they cannot be had, and the piece gets no hash.</summary>
    bool Read(PieceIndex piece, int begin, Span<byte> into);

    /// <summary>The hashes of a piece, as <see cref="PieceHasher.V1"/> and <see cref="PieceHasher.V2"/> name them.</summary>
    void OnHashed(PieceIndex piece, ReadOnlySpan<byte> v1, ReadOnlySpan<byte> v2);
}
