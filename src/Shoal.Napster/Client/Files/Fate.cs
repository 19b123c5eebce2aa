namespace Shoal.Napster.Client.Files;

/// <summary>What became of bytes that a peer sent.</summary>
internal enum Fate
{
    /// <summary>They are what was here, or are written behind it.</summary>
    Taken,

    /// <summary>They are not what was here.</summary>
    Differs,

    /// <summary>The disk did not take them.</summary>
    Failed,
}
