using System.Security.Cryptography;
using Shoal.Catalog;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Accounts;

/// <summary>
/// Passwords that were right a while ago, as digests by a key that lives as long as the process: who lost his connection comes back without the cost of the long hash. Any thread may ask.
/// </summary>
internal sealed class KnownPasswords
{
    private readonly Lock _gate = new();
    private readonly Dictionary<OwnerId, (string Kept, byte[] Digest)> _known = [];
    private readonly byte[] _key = new byte[32];

    public KnownPasswords(ISecrets secrets) => secrets.Fill(_key);

    /// <summary>The password is that of the hash that is kept.</summary>
    public bool Verify(OwnerId owner, ReadOnlySpan<byte> password, string kept)
    {
        var digest = HMACSHA256.HashData(_key, password);
        lock (_gate)
        {
            if (_known.TryGetValue(owner, out var known) && string.Equals(known.Kept, kept, StringComparison.Ordinal))
            {
                return CryptographicOperations.FixedTimeEquals(known.Digest, digest);
            }
        }

        if (!PasswordHash.Verify(password, kept))
        {
            return false;
        }

        lock (_gate)
        {
            if (_known.Count >= Limits.KnownPasswords)
            {
                _known.Clear();
            }

            _known[owner] = (kept, digest);
        }

        return true;
    }
}
