namespace Shoal.Client.Hashes;

/// <summary>What a hashes message was worth.</summary>
internal enum LayerAnswer
{
    /// <summary>It proved itself; what it says is kept.</summary>
    Good,

    /// <summary>Nobody waits for it: another peer was faster, or it was never asked for. No harm done.</summary>
    Unasked,

    /// <summary>It does not lead to the file's root. Who sent it is not asked again.</summary>
    Lie,
}
