namespace Shoal.Catalog;

/// <summary>What a file is, in the words of the protocol that told of it.</summary>
public enum MediaType
{
    /// <summary>Shared as music, whatever its name ends with: what the first clients could share.</summary>
    Mp3,

    /// <summary>Other sound.</summary>
    Audio,

    /// <summary>Moving pictures.</summary>
    Video,

    /// <summary>Programs and documents.</summary>
    Application,

    /// <summary>Pictures.</summary>
    Image,

    /// <summary>Text.</summary>
    Text,
}
