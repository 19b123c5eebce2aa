namespace Shoal.Bencoding;

/// <summary>The keys and values of a dictionary in the order of the bytes; nothing for any other kind.</summary>
public struct BencodeEntries : IEquatable<BencodeEntries>
{
    private readonly BencodeDocument? _document;
    private readonly int _end;
    private int _next;
    private int _key;
    private int _value;

    internal BencodeEntries(BencodeDocument? document, int first, int end)
    {
        _document = document;
        _next = first;
        _end = end;
    }

    /// <summary>The entry at hand.</summary>
    public readonly BencodeEntry Current => new(new BencodeValue(_document, _key), new BencodeValue(_document, _value));

    /// <summary>Goes on to the next entry.</summary>
    public bool MoveNext()
    {
        if (_document is null || _next >= _end)
        {
            return false;
        }

        _key = _next;
        _value = _next + 1;
        _next = _document.Token(_value).Next;
        return true;
    }

    /// <summary>For foreach.</summary>
    public readonly BencodeEntries GetEnumerator() => this;

    /// <inheritdoc/>
    public readonly bool Equals(BencodeEntries other) => ReferenceEquals(_document, other._document) && _next == other._next && _end == other._end;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is BencodeEntries other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => _next;

    public static bool operator ==(BencodeEntries left, BencodeEntries right) => left.Equals(right);
    public static bool operator !=(BencodeEntries left, BencodeEntries right) => !left.Equals(right);
}
