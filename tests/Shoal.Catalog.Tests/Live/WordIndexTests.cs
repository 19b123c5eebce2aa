using FsCheck;
using FsCheck.Fluent;
using Shoal.Catalog.Live;

namespace Shoal.Catalog.Tests.Live;

/// <summary>The words in memory against a list of all shares that is gone through one by one.</summary>
public sealed class WordIndexTests
{
    private const int Owner = 1;

    /// <summary>Going down a list is taking the highest number of it that is no higher, each time.</summary>
    [Fact]
    public void A_cursor_goes_down_to_the_highest_number_at_or_below() => Prop.ForAll(
        Gen.Choose(1, 3000).ListOf().Zip(Gen.Choose(0, 3200).ListOf()).ToArbitrary(),
        static both =>
        {
            var word = default(Word);
            var numbers = both.Item1.Order().ToList();
            numbers.ForEach(number => word.Add(number));
            var cursor = new PostingsCursor(ref word);
            return both.Item2.OrderDescending().All(number => cursor.AtMost(number) == numbers.LastOrDefault(other => other <= number));
        }).QuickCheckThrowOnFailure();

    /// <summary>Many words, so that the tables grow and are put in order many times, among shares that come and go in batches: each word has its shares, and each beginning its first words.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Words_find_their_shares_while_others_come_and_go(int seed)
    {
        var random = new Random(seed);
        var live = new LiveFiles();
        live.Arrive(Owner, default);
        Assert.True(live.TryGetVisit(Owner, out var visit));
        var shared = new Dictionary<long, string[]>();
        for (var id = 1L; id <= 30_000; id++)
        {
            var words = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Word(random)).ToArray();
            live.Add(id, new OwnerId(Owner), visit, TestCatalog.File(string.Join(' ', words)), 0);
            shared.Add(id, words);
            while (shared.Count > 3_000)
            {
                var gone = shared.Keys.ElementAt(random.Next(100));
                live.Remove(gone, visit);
                shared.Remove(gone);
            }

            if (id % 500 == 0)
            {
                live.Keep();
            }
        }

        var byWord = shared.SelectMany(static share => share.Value.Distinct().Select(word => (Word: word, Id: share.Key))).ToLookup(static pair => pair.Word, static pair => pair.Id);
        foreach (var text in byWord.Select(static group => group.Key).Append("nothing"))
        {
            Assert.Equal(byWord[text].OrderDescending(), Found(live, live.Words.Of(text)));
        }

        foreach (var prefix in byWord.Select(static group => group.Key[..1]).Distinct())
        {
            // Words of shares that are over may stand among the first, until the sweep has been there.
            var first = byWord.Select(static group => group.Key).Where(word => word.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(16).ToList();
            var found = live.Words.Beginning(prefix).Select(cursor => Found(live, cursor)).Where(static ids => ids.Count > 0).ToList();
            Assert.Equal(first.Take(found.Count).Select(word => byWord[word].OrderDescending().ToList()), found);
        }
    }

    /// <summary>A transaction may come to nothing, and until it is through a file is not found by anything.</summary>
    [Fact]
    public void What_is_not_written_yet_is_not_found()
    {
        var live = new LiveFiles();
        live.Arrive(Owner, default);
        Assert.True(live.TryGetVisit(Owner, out var visit));
        live.Add(7, new OwnerId(Owner), visit, TestCatalog.File("first"), 0);
        live.Keep();
        live.Add(8, new OwnerId(Owner), visit, TestCatalog.File("second"), 0);
        Assert.Equal((1L, 7L, null), (live.Last, live.Find(7)?.Id, live.Find(8)?.Id));
        live.Undo();
        live.Add(9, new OwnerId(Owner), visit, TestCatalog.File("second"), 0);
        live.Keep();
        Assert.Equal((null, 9L), (live.Find(8)?.Id, live.Find(9)?.Id));
        Assert.Equal([9L], Found(live, live.Words.Of("second")));
    }

    /// <summary>Whoever shares under ever new words and stops again takes no more memory in the end than some rounds did.</summary>
    [Fact]
    public void Words_that_nobody_has_any_longer_take_no_memory()
    {
        var live = new LiveFiles();
        var most = 0L;
        for (var round = 0; round < 100; round++)
        {
            live.Arrive(Owner, default);
            Assert.True(live.TryGetVisit(Owner, out var visit));
            for (var i = 0; i < 1000; i++)
            {
                live.Add((round * 1000) + i + 1, new OwnerId(Owner), visit, TestCatalog.File($"common word{round} other{round}x{i}"), (uint)i << 20);
            }

            live.Keep();
            live.Depart(Owner);
            live.Keep();
            most = round < 10 ? Math.Max(most, live.Memory) : most;
        }

        Assert.InRange(live.Memory, 0, 2 * most);
        Assert.InRange(live.Words.Of("common").Count, 0, 10_000);
    }

    private static List<long> Found(LiveFiles live, PostingsCursor cursor)
    {
        var found = new List<long>();
        for (var share = cursor.AtMost(long.MaxValue); share > 0; share = cursor.AtMost(share - 1))
        {
            if (live.TryGet(share, out var card))
            {
                found.Add(card.Id);
            }
        }

        return found;
    }

    /// <summary>A few words often, and many once.</summary>
    private static string Word(Random random) => random.Next(2) == 0 ? $"{(char)('a' + random.Next(26))}" : $"{(char)('a' + random.Next(26))}{random.Next(100_000)}";
}
