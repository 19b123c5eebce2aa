using Shoal.Runtime;

namespace Shoal.Trackers.Tests.Announcing;

internal sealed class SeededSecrets(int seed) : ISecrets
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> destination) => _random.NextBytes(destination);
}
