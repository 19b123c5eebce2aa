namespace Shoal.Napster.Protocol;

/// <summary>In which order a client writes the two bytes of a number. All do it little-endian, but those of version 2.0 beta 10.3 and later.</summary>
public enum ByteOrder
{
    /// <summary>The first frame tells.</summary>
    Unknown,

    /// <summary>The low byte first.</summary>
    Little,

    /// <summary>The high byte first.</summary>
    Big,
}
