namespace Shoal.Net.Naming;

/// <summary>What became of one question.</summary>
internal enum DnsOutcome
{
    /// <summary>Answered, perhaps with no addresses of this family.</summary>
    Answered,

    /// <summary>There is no such name.</summary>
    NoSuchName,

    /// <summary>The answer is too long for a datagram.</summary>
    Truncated,

    /// <summary>The server cannot or will not say; another may.</summary>
    Failed,

    /// <summary>Not an answer to this question at all.</summary>
    Foreign,
}
