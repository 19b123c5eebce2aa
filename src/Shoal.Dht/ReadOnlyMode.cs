namespace Shoal.Dht;

/// <summary>Whether a node answers others (BEP 43).</summary>
public enum ReadOnlyMode
{
    /// <summary>It does, unless it finds that no stranger can reach it.</summary>
    Auto,

    /// <summary>It only asks.</summary>
    Always,

    /// <summary>It answers, whatever it finds.</summary>
    Never,
}
