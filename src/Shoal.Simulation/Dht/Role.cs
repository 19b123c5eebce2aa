namespace Shoal.Simulation.Dht;

/// <summary>What a member of an overlay does.</summary>
internal enum Role : byte
{
    /// <summary>Anybody can ask it.</summary>
    Open,

    /// <summary>Its router lets in only answers.</summary>
    Natted,

    /// <summary>Asks others, and some minutes after it came no longer hears what they ask: it stands in tables and answers nothing.</summary>
    Deaf,

    /// <summary>Answers at once, and names nodes and peers that are nowhere.</summary>
    Lying,

    /// <summary>One of many that an attacker has.</summary>
    Hostile,

    /// <summary>One of those that everybody begins at; never leaves.</summary>
    Router,
}
