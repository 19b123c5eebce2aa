using Shoal.Client.Picking;
using Shoal.Metainfo;

namespace Shoal.Client.Banning;

/// <summary>One time that a piece failed its hash: who sent each block, and a digest of it.</summary>
internal sealed class FailedPiece
{
    private readonly Sender?[] _from;
    private readonly byte[] _digests;

    /// <param name="piece">As it failed.</param>
    /// <param name="digests">Of its blocks.</param>
    public FailedPiece(OpenPiece piece, byte[] digests)
    {
        var senders = piece.Senders.ToDictionary(static peer => peer, Sender.Of);
        Index = piece.Index;
        Senders = [.. senders.Values];
        _from = [.. Enumerable.Range(0, piece.BlockCount).Select(block => piece.SenderOf(block) is { } peer ? senders[peer] : null)];
        _digests = digests;
    }

    public PieceIndex Index { get; }

    public IReadOnlyList<Sender> Senders { get; }

    public int BlockCount => _from.Length;

    /// <summary>The piece passed: who sent what differs from it.</summary>
    public IEnumerable<Sender> LiarsBy(ReadOnlySpan<byte> right) =>
        BlockDigests.Differing(_digests, right).Select(block => _from[block]).OfType<Sender>().Distinct();

    /// <summary>The piece failed again: who sent another version of a block than the first time.</summary>
    public IEnumerable<Sender> LiarsBy(FailedPiece again) =>
        BlockDigests.Differing(_digests, again._digests)
            .Where(block => _from[block] is { } one && again._from[block] is { } other && one.Is(other))
            .Select(block => again._from[block]!).Distinct();
}
