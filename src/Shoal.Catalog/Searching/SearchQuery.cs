namespace Shoal.Catalog.Searching;

/// <summary>What is looked for: files that have all of one list and none of the other, within the bounds.</summary>
public sealed record SearchQuery
{
    /// <summary>The most terms of both lists together: people type fewer, and each costs time.</summary>
    public const int MostTerms = 32;

    /// <summary>Each of these; at least one.</summary>
    public required IReadOnlyList<SearchTerm> All { get; init; }

    /// <summary>None of these.</summary>
    public IReadOnlyList<SearchTerm> None { get; init; } = [];

    /// <summary>Files of this kind; null for any.</summary>
    public MediaType? Media { get; init; }

    /// <summary>Bytes.</summary>
    public Bounds Size { get; init; } = Bounds.Any;

    /// <summary>Kilobits per second.</summary>
    public Bounds Bitrate { get; init; } = Bounds.Any;

    /// <summary>Samples per second.</summary>
    public Bounds Frequency { get; init; } = Bounds.Any;

    /// <summary>Seconds.</summary>
    public Bounds Duration { get; init; } = Bounds.Any;

    /// <summary>The line of the owner, 0 to 10.</summary>
    public Bounds Speed { get; init; } = Bounds.Any;

    /// <summary>Not this owner's files: whoever asks has them.</summary>
    public OwnerId? Except { get; init; }

    /// <summary>Files of owners alone to whom others can connect: for who cannot be connected to.</summary>
    public bool IsReachable { get; init; }

    /// <summary>How many at most, 1 or more.</summary>
    public required int Most { get; init; }

    /// <summary>Goes on behind a page: its <see cref="SearchPage.Next"/>.</summary>
    public string? After { get; init; }
}
