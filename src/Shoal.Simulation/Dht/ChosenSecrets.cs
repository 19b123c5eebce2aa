using Shoal.Dht;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>What an attacker takes where others take chance: all that BEP 42 leaves to chance is as in an id that it wants, but for the number of three bits in the last byte.</summary>
internal sealed class ChosenSecrets(NodeId wanted, byte number) : ISecrets
{
    public void Fill(Span<byte> destination)
    {
        wanted.Write(destination);
        destination[^1] = (byte)(destination[^1] & ~7 | number);
    }
}
