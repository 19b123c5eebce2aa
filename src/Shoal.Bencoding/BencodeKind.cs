namespace Shoal.Bencoding;

/// <summary>What a value is.</summary>
public enum BencodeKind : byte
{
    /// <summary>No value: what a lookup of a missing key gives.</summary>
    None,

    /// <summary>Bytes behind their length: "4:spam".</summary>
    Bytes,

    /// <summary>A whole number of any size: "i3e".</summary>
    Integer,

    /// <summary>Values in order: "l…e".</summary>
    List,

    /// <summary>Keys, which are bytes, and their values: "d…e".</summary>
    Dictionary,
}
