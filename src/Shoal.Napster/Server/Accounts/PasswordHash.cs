using System.Globalization;
using System.Security.Cryptography;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Accounts;

/// <summary>A password as it is kept: PBKDF2 with SHA-256, written as "pbkdf2-sha256$rounds$salt$hash".</summary>
internal static class PasswordHash
{
    /// <summary>
    /// Passwords travel in the clear in this protocol, so the hash guards a stolen database alone; and a server that starts again must let thousands in within minutes. So it costs some
    /// 40 ms of a core, and the rounds are kept with it, that they can be raised.
    /// </summary>
    public const int Rounds = 100_000;

    private const string Scheme = "pbkdf2-sha256";
    private const int SaltLength = 16;
    private const int HashLength = 32;

    public static string Of(ReadOnlySpan<byte> password, ISecrets secrets, int rounds = Rounds)
    {
        var salt = new byte[SaltLength];
        secrets.Fill(salt);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}${rounds}${Convert.ToHexStringLower(salt)}${Convert.ToHexStringLower(Derive(password, salt, rounds))}");
    }

    public static bool Verify(ReadOnlySpan<byte> password, string kept)
    {
        var parts = kept.Split('$');
        return parts is [Scheme, var rounds, var salt, var hash]
            && CryptographicOperations.FixedTimeEquals(Derive(password, Convert.FromHexString(salt), int.Parse(rounds, CultureInfo.InvariantCulture)), Convert.FromHexString(hash));
    }

    private static byte[] Derive(ReadOnlySpan<byte> password, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, HashLength);
}
