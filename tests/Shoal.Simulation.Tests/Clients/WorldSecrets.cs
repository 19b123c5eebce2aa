using Shoal.Runtime;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>Secrets that everybody who knows the seed can guess.</summary>
internal sealed class WorldSecrets(World world) : ISecrets
{
    public void Fill(Span<byte> destination)
    {
        foreach (ref var b in destination)
        {
            b = (byte)world.Chance.Below(256);
        }
    }
}
