using System.Security.Cryptography;
using Shoal.Metainfo;

namespace Shoal.TrackerServer.Access;

/// <summary>Who may, at one moment. It never changes, so that any thread asks it without a lock; a change makes another one.</summary>
/// <param name="Kind">What the list means.</param>
/// <param name="Listed">Info-hashes: v1, or v2 cut to 20 bytes.</param>
/// <param name="Keys">Of each passkey its digest, and whose it is; null where everybody may come.</param>
internal sealed record AccessRules(ListKind Kind, HashSet<Sha1Hash> Listed, Dictionary<Sha256Hash, long>? Keys)
{
    public static AccessRules Open { get; } = new(ListKind.None, [], null);

    public bool IsOpen => Kind == ListKind.None && Keys is null;

    public bool IsPrivate => Keys is not null;

    /// <summary>How passkeys are kept: they are too random to be guessed from it.</summary>
    public static Sha256Hash DigestOf(ReadOnlySpan<byte> passkey)
    {
        Span<byte> digest = stackalloc byte[Sha256Hash.Length];
        SHA256.HashData(passkey, digest);
        return new Sha256Hash(digest);
    }

    /// <summary>May the torrent be spoken of?</summary>
    public Refusal JudgeTorrent(in Sha1Hash infoHash) => Kind switch
    {
        ListKind.Allow => Listed.Contains(infoHash) ? Refusal.None : Refusal.NotListed,
        ListKind.Deny => Listed.Contains(infoHash) ? Refusal.Denied : Refusal.None,
        _ => Refusal.None,
    };

    /// <summary>Whose passkey is it?</summary>
    public Permit JudgeKey(ReadOnlySpan<byte> passkey) =>
        Keys is null ? default
        : passkey.IsEmpty ? new Permit(Refusal.NoPasskey, 0)
        : Keys.TryGetValue(DigestOf(passkey), out var user) ? new Permit(Refusal.None, user)
        : new Permit(Refusal.UnknownPasskey, 0);
}
