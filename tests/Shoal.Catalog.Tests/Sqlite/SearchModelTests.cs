using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shoal.Catalog.Searching;

namespace Shoal.Catalog.Tests.Sqlite;

/// <summary>The store against a list of all files that is gone through one by one.</summary>
public sealed class SearchModelTests
{
    private static readonly string[] _words = ["love", "lover", "the", "best", "of", "don't", "été", "𐐨x", "99", "a"];

    /// <summary>Any changes and then any queries, many files of few words: what is found is what the matcher says of each file, in pages without repeats.</summary>
    [Fact]
    public void Whatever_was_written_the_search_finds_what_the_matcher_says()
    {
        var changes = Gen.ArrayOf(Gen.Choose(0, int.MaxValue), 300);
        var queries = Gen.ArrayOf(Gen.Choose(0, int.MaxValue), 30);
        Prop.ForAll(changes.Zip(queries).ToArbitrary(), static both => Agree(both.Item1, both.Item2)).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    private static void Agree(int[] changes, int[] queries)
    {
        using var catalog = new TestCatalog();
        var present = new Dictionary<int, Presence>();
        var shared = new Dictionary<(int Owner, string Path), SharedFile>();
        foreach (var batch in changes.Chunk(20))
        {
            var told = batch.Select(seed => Change(new Random(seed))).ToArray();
            var outcomes = catalog.Write(told);
            for (var i = 0; i < told.Length; i++)
            {
                var before = shared.Count(entry => entry.Key.Owner == told[i].Owner.Value);
                Apply(present, shared, told[i]);
                Assert.Equal(shared.Count(entry => entry.Key.Owner == told[i].Owner.Value) - before, outcomes[i].Files);
            }
        }

        Assert.Equal((shared.Count, shared.Values.Sum(file => file.Size)), (catalog.Store.Counts.Files, catalog.Store.Counts.Bytes));
        foreach (var seed in queries)
        {
            var query = Query(new Random(seed));
            var expected = shared.Where(entry => QueryMatcher.IsMatch(query, new OwnerId(entry.Key.Owner), present[entry.Key.Owner], entry.Value)).Select(entry => entry.Key);
            var found = catalog.SearchAll(query).Select(found => (found.Owner.Value, Encoding.UTF8.GetString(found.File.Path.Span)));
            Assert.Equal(expected.Order(), found.Order());
        }
    }

    private static CatalogChange Change(Random random)
    {
        var owner = new OwnerId(random.Next(1, 6));
        var path = random.Next(40).ToString();
        return random.Next(12) switch
        {
            0 or 1 => new CatalogChange(ChangeKind.Arrive, owner, Presence: PresenceOf(random)),
            2 => new CatalogChange(ChangeKind.Update, owner, Presence: PresenceOf(random)),
            3 => new CatalogChange(ChangeKind.Unshare, owner, Path: Encoding.UTF8.GetBytes(path)),
            4 => random.Next(4) == 0 ? new CatalogChange(ChangeKind.UnshareAll, owner) : new CatalogChange(ChangeKind.Update, owner, Presence: PresenceOf(random)),
            5 => random.Next(4) == 0 ? new CatalogChange(ChangeKind.Depart, owner) : new CatalogChange(ChangeKind.Arrive, owner, Presence: PresenceOf(random)),
            _ => new CatalogChange(ChangeKind.Share, owner, FileOf(random, path)),
        };
    }

    private static void Apply(Dictionary<int, Presence> present, Dictionary<(int Owner, string Path), SharedFile> shared, CatalogChange change)
    {
        var owner = change.Owner.Value;
        if (change.Kind is ChangeKind.Arrive or ChangeKind.Depart or ChangeKind.UnshareAll)
        {
            foreach (var key in shared.Keys.Where(key => key.Owner == owner).ToList())
            {
                shared.Remove(key);
            }
        }

        switch (change.Kind)
        {
            case ChangeKind.Arrive:
                present[owner] = change.Presence;
                break;
            case ChangeKind.Update when present.ContainsKey(owner):
                present[owner] = change.Presence;
                break;
            case ChangeKind.Depart:
                present.Remove(owner);
                break;
            case ChangeKind.Share when present.ContainsKey(owner):
                shared.TryAdd((owner, Encoding.UTF8.GetString(change.File!.Path.Span)), change.File);
                break;
            case ChangeKind.Unshare:
                shared.Remove((owner, Encoding.UTF8.GetString(change.Path.Span)));
                break;
            default:
                break;
        }
    }

    private static Presence PresenceOf(Random random) => new((byte)random.Next(11), random.Next(2) == 0);

    private static SharedFile FileOf(Random random, string path) => new()
    {
        Path = Encoding.UTF8.GetBytes(path),
        Text = Text(random, 5),
        Size = random.Next(10),
        Media = (MediaType)random.Next(6),
        Bitrate = random.Next(10),
        Frequency = random.Next(10),
        Duration = random.Next(10),
    };

    private static string Text(Random random, int most) => string.Join(random.Next(2) == 0 ? " " : "_", Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => _words[random.Next(_words.Length)]));

    private static SearchQuery Query(Random random) => new()
    {
        All = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Term(random))],
        None = [.. Enumerable.Range(0, random.Next(3) / 2).Select(_ => Term(random))],
        Media = random.Next(4) == 0 ? (MediaType)random.Next(6) : null,
        Size = BoundsOf(random),
        Bitrate = BoundsOf(random),
        Frequency = BoundsOf(random),
        Duration = BoundsOf(random),
        Speed = BoundsOf(random),
        Except = random.Next(3) == 0 ? new OwnerId(random.Next(1, 6)) : null,
        IsReachable = random.Next(4) == 0,
        Most = random.Next(1, 20),
    };

    private static Bounds BoundsOf(Random random) => random.Next(6) == 0 ? new Bounds(random.Next(6), random.Next(4, 10)) : Bounds.Any;

    private static SearchTerm Term(Random random)
    {
        var words = Words.Of(Text(random, 2)).ToList();
        var isPrefix = random.Next(3) == 0;
        if (isPrefix)
        {
            words[^1] = string.Concat(words[^1].EnumerateRunes().Take(random.Next(1, 4)));
        }

        return new SearchTerm(words, isPrefix);
    }
}
