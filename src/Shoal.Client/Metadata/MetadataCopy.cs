namespace Shoal.Client.Metadata;

/// <summary>The info dictionary as one peer sends it. Each piece takes memory when it comes, whatever length the peer claims.</summary>
internal sealed class MetadataCopy(int length)
{
    private readonly byte[]?[] _pieces = new byte[MetadataMessage.PiecesOf(length)][];
    private int _asked;
    private int _here;

    public bool IsWhole => _here == _pieces.Length;

    /// <summary>Pieces asked for that have not come.</summary>
    public int Outstanding => _asked - _here;

    /// <summary>Loop time of the first request.</summary>
    public required TimeSpan BegunAt { get; init; }

    /// <summary>Loop time of the last piece, or of the beginning.</summary>
    public TimeSpan ProgressAt { get; set; }

    /// <summary>The next piece to ask for; they are asked for in order, once each.</summary>
    public bool TryNext(out int piece)
    {
        piece = _asked;
        if (_asked == _pieces.Length)
        {
            return false;
        }

        _asked++;
        return true;
    }

    /// <summary>A piece came; false where it was not asked for, came already, or has the wrong length.</summary>
    public bool Take(int piece, ReadOnlySpan<byte> data)
    {
        if (piece >= _asked || _pieces[piece] is not null || data.Length != Math.Min(MetadataMessage.PieceLength, length - piece * MetadataMessage.PieceLength))
        {
            return false;
        }

        _pieces[piece] = data.ToArray();
        _here++;
        return true;
    }

    /// <summary>All of it, once it is whole.</summary>
    public byte[] Join()
    {
        var joined = new byte[length];
        for (var i = 0; i < _pieces.Length; i++)
        {
            _pieces[i]!.CopyTo(joined, i * MetadataMessage.PieceLength);
        }

        return joined;
    }
}
