using System.Security.Cryptography;

namespace Shoal.Runtime.Real;

/// <summary>The operating system's cryptographic generator.</summary>
public sealed class SystemSecrets : ISecrets
{
    /// <inheritdoc/>
    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);

    /// <summary>A seed for an <see cref="IChance"/> in life.</summary>
    public ulong NextSeed()
    {
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
