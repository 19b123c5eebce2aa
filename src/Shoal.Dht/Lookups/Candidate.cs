namespace Shoal.Dht.Lookups;

/// <summary>A node that a lookup knows.</summary>
/// <param name="Contact">Its id and address.</param>
/// <param name="isSecure">Its id belongs to its address (BEP 42).</param>
internal sealed class Candidate(NodeContact contact, bool isSecure)
{
    private byte[] _token = [];

    public NodeContact Contact { get; } = contact;

    public bool IsSecure { get; } = isSecure;

    public CandidateState State { get; set; }

    /// <summary>What lets us announce to it; empty where it gave none.</summary>
    public ReadOnlySpan<byte> Token => _token;

    /// <summary>It answered.</summary>
    public void Answer(ReadOnlySpan<byte> token)
    {
        State = CandidateState.Answered;
        _token = token.Length is > 0 and <= Limits.TokenLength ? token.ToArray() : [];
    }
}
