namespace Shoal.Bencoding;

/// <summary>One value or key, by its place in the original bytes. Tokens stand in the order of the bytes, children behind their parent.</summary>
internal struct BencodeToken
{
    /// <summary>First byte, the delimiter or length included.</summary>
    internal int Start;

    /// <summary>One past the last byte; 0 while a container is open.</summary>
    internal int End;

    /// <summary>The token behind this one and all its children.</summary>
    internal int Next;

    internal BencodeKind Kind;

    /// <summary>For bytes: digits and colon in front of them.</summary>
    internal byte Prefix;

    /// <summary>For dictionaries: a key was seen that sorts before its neighbour.</summary>
    internal bool Unsorted;
}
