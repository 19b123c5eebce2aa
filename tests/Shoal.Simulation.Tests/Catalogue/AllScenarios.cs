namespace Shoal.Simulation.Tests.Catalogue;

/// <summary>All scenarios; docs/simulation.md says what each asserts.</summary>
internal static class AllScenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("two hundred leechers", 64, Crowds.TwoHundred) { IsCostly = true },
        new("two hundred leechers who know each other", 64, Crowds.TwoHundredAcquainted) { IsLong = true },
        new("a flash crowd within a second", 64, swarm => Crowds.Flash(swarm, TimeSpan.FromSeconds(1))),
        new("a flash crowd within a minute", 64, swarm => Crowds.Flash(swarm, TimeSpan.FromMinutes(1))) { IsCostly = true },
        new("the seeder leaves when one copy is distributed", 96, Departures.SeederLeaves) { Seeds = 3 },
        new("half of the peers crash and return", 96, Departures.HalfCrashAndReturn) { Seeds = 3 },
        new("power fails at random moments", 96, Departures.PowerFails) { Seeds = 3 },
        new("poisoners", 96, Misfits.Poisoners) { Seeds = 2 },
        new("free riders", 256, Misfits.FreeRiders),
        new("everybody behind NAT but one", 96, Obstacles.BehindNat) { Seeds = 2 },
        new("disks full at half", 96, Obstacles.DisksFull) { Seeds = 3 },
        new("partitions", 96, Obstacles.Partitions) { Seeds = 3 },
        new("everything at once", 96, Obstacles.Everything) { Seeds = 3 },
    ];

    /// <summary>Fails always: what it prints must replay it.</summary>
    public static Scenario Failing { get; } = new("one that fails", 16, Departures.Fails);

    /// <summary>The one in SHOAL_SCENARIO alone, else those of this run.</summary>
    public static IEnumerable<Scenario> Chosen => Environment.GetEnvironmentVariable("SHOAL_SCENARIO") is { Length: > 0 } name
        ? All.Append(Failing).Where(s => s.Name == name)
        : All.Where(s => !s.IsLong || Seeds.IsLong);
}
