using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests.Catalogue;

/// <summary>A swarm in a certain trouble, which must end well all the same.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Pieces">Of 64 KiB each.</param>
/// <param name="Play">Adds the hosts, lets it happen, and checks the end. Then everybody stops, and nothing may be left.</param>
internal sealed record Scenario(string Name, int Pieces, Action<SimulatedSwarm> Play)
{
    public const int PieceLength = 64 * 1024;

    /// <summary>Bytes of the content.</summary>
    public long Length => (long)Pieces * PieceLength;

    /// <summary>Seeds in the short run; the long one has ten times as many.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Too long for the short run.</summary>
    public bool IsLong { get; init; }

    /// <summary>Long enough that another process sees it in the long run only.</summary>
    public bool IsCostly { get; init; }

    /// <summary>Plays it, in the given test.</summary>
    public SimulatedSwarm Run(ulong seed, string test)
    {
        var swarm = new SimulatedSwarm(seed, Pieces, new Replay(test, Name), PieceLength);
        Play(swarm);
        swarm.Finish();
        return swarm;
    }
}
