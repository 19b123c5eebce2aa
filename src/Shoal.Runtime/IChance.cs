namespace Shoal.Runtime;

/// <summary>Seeded choices: which peer, which piece, how much jitter. Never for anything that must not be guessed (<see cref="ISecrets"/>).</summary>
public interface IChance
{
    /// <summary>A whole number from 0 up to, not including, <paramref name="limit"/>.</summary>
    int Below(int limit);
}
