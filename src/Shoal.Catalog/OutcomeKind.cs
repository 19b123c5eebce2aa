namespace Shoal.Catalog;

/// <summary>What became of a change.</summary>
public enum OutcomeKind
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>He shares a file of that path already, in this visit; nothing is changed.</summary>
    AlreadyShared,

    /// <summary>He shares no file of that path.</summary>
    NotShared,

    /// <summary>The catalog has no room.</summary>
    Full,

    /// <summary>Its owner is not there; nothing is changed.</summary>
    Absent,

    /// <summary>Its path, its text or one of its names is longer than the catalog keeps.</summary>
    TooLong,
}
