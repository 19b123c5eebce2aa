namespace Shoal.Bencoding;

/// <summary>The values of a list in order; nothing for any other kind.</summary>
public struct BencodeItems : IEquatable<BencodeItems>
{
    private readonly BencodeDocument? _document;
    private readonly int _end;
    private int _next;
    private int _current;

    internal BencodeItems(BencodeDocument? document, int first, int end)
    {
        _document = document;
        _next = first;
        _end = end;
    }

    /// <summary>The value at hand.</summary>
    public readonly BencodeValue Current => new(_document, _current);

    /// <summary>Goes on to the next value.</summary>
    public bool MoveNext()
    {
        if (_document is null || _next >= _end)
        {
            return false;
        }

        _current = _next;
        _next = _document.Token(_next).Next;
        return true;
    }

    /// <summary>For foreach.</summary>
    public readonly BencodeItems GetEnumerator() => this;

    /// <inheritdoc/>
    public readonly bool Equals(BencodeItems other) => ReferenceEquals(_document, other._document) && _next == other._next && _end == other._end;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is BencodeItems other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => _next;

    public static bool operator ==(BencodeItems left, BencodeItems right) => left.Equals(right);
    public static bool operator !=(BencodeItems left, BencodeItems right) => !left.Equals(right);
}
