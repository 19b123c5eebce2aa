using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>Secrets that are the same in every run of a seed; only who knows the seed could guess them.</summary>
internal sealed class SeededSecrets(SeededChance chance) : ISecrets
{
    public void Fill(Span<byte> destination)
    {
        for (var i = 0; i < destination.Length; i += sizeof(ulong))
        {
            var word = chance.Next();
            for (var j = i; j < Math.Min(i + sizeof(ulong), destination.Length); j++, word >>= 8)
            {
                destination[j] = (byte)word;
            }
        }
    }
}
