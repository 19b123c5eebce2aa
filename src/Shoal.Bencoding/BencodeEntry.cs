namespace Shoal.Bencoding;

/// <summary>A key of a dictionary and its value.</summary>
/// <param name="Key">Always bytes.</param>
/// <param name="Value">Any kind.</param>
public readonly record struct BencodeEntry(BencodeValue Key, BencodeValue Value);
