using Shoal.Napster.Server;

namespace Shoal.Napster.Tests.Transcripts;

/// <summary>What two real servers said to the same clients, beside what ours says.</summary>
public sealed class ReplayTests
{
    private const string Ng = "opennap-ng-0.50";
    private const string Old = "opennap-0.36";

    /// <summary>All that may differ.</summary>
    private static readonly Difference[] Differences =
    [
        new("order of hits", null, "there the newest file of the rarest word comes first, here the oldest", (Ng, 20, 21), (Ng, 24, 26), (Ng, 29, 30)),
        new("order of files", null, "there as they lie in a hash table, here as they were shared", (Ng, 65, 70), (Old, 54, 59)),
        new("the first files", "\"[^\"]+\" [^ ]+ [0-9]+ [0-9]+ [0-9]+ [0-9]+$", "which two of six is a matter of that order", (Ng, 84, 85), (Old, 65, 66)),
        new("gigabytes", "[0-9]+$", "709 MB were rounded up there", (Old, 17, 17)),
        new("files", "^1 [0-9]+", "who is taken over has left there already; here his files go when the catalog has been told", (Old, 208, 208)),
        new("last seen", "[0-9]+$", "when he was there last is the transcript's time", (Ng, 117, 117)),
    ];

    [Fact]
    public void Opennap_ng_0_50_is_answered_for_line_by_line() => AssertNone(FaultsBesideNg(Dialect.OpenNapNg));

    [Fact]
    public void Opennap_0_36_is_answered_for_line_by_line() => AssertNone(FaultsBesideOld(Dialect.OpenNap036));

    [Fact]
    public void What_differs_is_little() => Assert.InRange(Differences.Length, 0, 15);

    [Fact]
    public void A_server_that_is_otherwise_in_one_point_is_found_out()
    {
        (string Point, Func<Dialect, Dialect> Change)[] points =
        [
            (nameof(Dialect.CutsTokens), static dialect => dialect with { CutsTokens = !dialect.CutsTokens }),
            (nameof(Dialect.IndexesBarePaths), static dialect => dialect with { IndexesBarePaths = !dialect.IndexesBarePaths }),
            (nameof(Dialect.HidesTokenOfFirewalled), static dialect => dialect with { HidesTokenOfFirewalled = !dialect.HidesTokenOfFirewalled }),
            (nameof(Dialect.HasSmallSizes), static dialect => dialect with { HasSmallSizes = !dialect.HasSmallSizes }),
            (nameof(Dialect.RoundsQuality), static dialect => dialect with { RoundsQuality = !dialect.RoundsQuality }),
            (nameof(Dialect.ChecksShareBeforeAsking), static dialect => dialect with { ChecksShareBeforeAsking = !dialect.ChecksShareBeforeAsking }),
            (nameof(Dialect.TakesOverSession), static dialect => dialect with { TakesOverSession = !dialect.TakesOverSession }),
            (nameof(Dialect.TellsOwnEmail), static dialect => dialect with { TellsOwnEmail = !dialect.TellsOwnEmail }),
            (nameof(Dialect.IsOld), static dialect => dialect with { IsOld = !dialect.IsOld }),
            (nameof(Dialect.DefaultChannelLimit), static dialect => dialect with { DefaultChannelLimit = 7 }),
            (nameof(Dialect.BrowseNotice), static dialect => dialect with { BrowseNotice = ["another"] }),
        ];
        Assert.Empty(points.Where(point => FaultsBesideNg(point.Change(Dialect.OpenNapNg)).Count == 0 || FaultsBesideOld(point.Change(Dialect.OpenNap036)).Count == 0).Select(static point => point.Point));
        // An old server knows no invitations of any kind.
        Assert.NotEmpty(FaultsBesideNg(Dialect.OpenNapNg with { IsOpenNap = false }));
    }

    private static IReadOnlyList<string> FaultsBesideNg(Dialect dialect) => FaultsOf(dialect, Ng, "localhost", new Dictionary<int, TimeSpan>
    {
        // Since alicex came, by what is said of her; then the figures that all are told each minute.
        [114] = TimeSpan.FromSeconds(12),
        [162] = TimeSpan.FromSeconds(48),
    });

    private static IReadOnlyList<string> FaultsBesideOld(Dialect dialect) => FaultsOf(dialect, Old, "vm", new Dictionary<int, TimeSpan> { [96] = TimeSpan.FromSeconds(12) });

    private static IReadOnlyList<string> FaultsOf(Dialect dialect, string name, string server, IReadOnlyDictionary<int, TimeSpan> pauses)
    {
        using var replay = new Replay(dialect, server);
        // Somebody who was there before: both servers were asked about him.
        replay.Desk.User("prov1").Link.End();
        return replay.FaultsOf(Transcript.Load(name), pauses, Differences);
    }

    private static void AssertNone(IReadOnlyList<string> faults) => Assert.True(faults.Count == 0, string.Join('\n', faults));
}
