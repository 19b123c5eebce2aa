using System.Diagnostics;
using System.Globalization;
using CatalogBench;
using Shoal.Catalog;
using Shoal.Catalog.Searching;
using Shoal.Catalog.Sqlite;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var path, var filesText, ..] || !int.TryParse(filesText, out var files))
{
    Console.Error.WriteLine("usage: CatalogBench FILE FILES [BATCH] [FILES-PER-OWNER] [--share|--search]   shares FILES files in a catalog FILE, then searches it, then shares them again; --share, --search: no more than the first, or the first two");
    return 2;
}

var batch = args.Length > 2 ? int.Parse(args[2]) : 1000;
var perOwner = args.Length > 3 ? int.Parse(args[3]) : 500;
using var catalog = SqliteCatalog.Open(path, new CatalogOptions(), TimeProvider.System);
Share("shared");
if (args[^1] == "--share")
{
    return 0;
}

using var reader = catalog.OpenReader();
var asked = new Library(7);
Search("one word as frequent as in names", () => [asked.NextWord()], 2000);
Search("two words as frequent as in names", () => [asked.NextWord(), asked.NextWord()], 2000);
Search("one of the ten commonest words", () => [Library.Word(Random.Shared.Next(10))], 500);
Search("two of the fifty commonest words", () => [Library.Word(Random.Shared.Next(50)), Library.Word(Random.Shared.Next(50))], 500);
Search("the commonest word, at least 320 kbit/s: no file", () => [Library.Word(0)], 200, query => query with { Bitrate = new Bounds(320, 320) });
Search("a prefix of two letters", () => [asked.NextWord()[..2]], 500, query => query with { All = [query.All[0] with { IsPrefix = true }] });
Search("a phrase of two words", () => [asked.NextWord() + " " + asked.NextWord()], 500);
if (args[^1] != "--search")
{
    Share("shared again");
}

return 0;

void Share(string what)
{
    var names = new Library(1);
    var changes = new List<CatalogChange>();
    var outcomes = new ChangeOutcome[batch];
    var spent = new List<double>();
    var watch = new Stopwatch();
    var used = TimeSpan.Zero;
    for (var i = 0; i < files; i++)
    {
        var owner = new OwnerId((i / perOwner) + 1);
        if (i % perOwner == 0)
        {
            changes.Add(new CatalogChange(ChangeKind.Arrive, owner, Presence: new Presence((byte)(owner.Value % 11), owner.Value % 5 != 0)));
        }

        changes.Add(new CatalogChange(ChangeKind.Share, owner, names.NextFile()));
        if (changes.Count >= batch - 1 || i == files - 1)
        {
            var before = watch.Elapsed;
            var processor = Environment.CpuUsage.TotalTime;
            watch.Start();
            catalog.Write(changes.ToArray(), outcomes.AsSpan(0, changes.Count));
            watch.Stop();
            used += Environment.CpuUsage.TotalTime - processor;
            spent.Add((watch.Elapsed - before).TotalMilliseconds);
            changes.Clear();
        }

        if ((i + 1) % 1_000_000 == 0)
        {
            Console.WriteLine($"  {i + 1:n0}: {(i + 1) / watch.Elapsed.TotalSeconds:n0} shares/s so far");
        }
    }

    spent.Sort();
    var length = new FileInfo(path).Length;
    Console.WriteLine(
        $"{what}: {files:n0} files of {catalog.Counts.Files:n0} in batches of {batch}: {files / watch.Elapsed.TotalSeconds:n0}/s, {used.TotalMicroseconds / files:f1} µs of the processor each; a batch p50 {At(spent, 0.5):f1} ms, p99 {At(spent, 0.99):f1}, longest {spent[^1]:f1}; "
        + $"{(double)length / files:f0} bytes of disk a file, log {new FileInfo(path + "-wal").Length >> 20} MiB, {Environment.WorkingSet >> 20} MiB of memory");
}

void Search(string what, Func<IReadOnlyList<string>> words, int times, Func<SearchQuery, SearchQuery>? also = null)
{
    var spent = new List<double>();
    var found = 0L;
    var short_ = 0;
    for (var i = 0; i < times + 100; i++)
    {
        var query = new SearchQuery { All = [.. words().Select(text => new SearchTerm(text.Split(' ')))], Most = 100 };
        query = also?.Invoke(query) ?? query;
        var started = Stopwatch.GetTimestamp();
        var page = reader.Search(query);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (i >= 100)
        {
            spent.Add(elapsed);
            found += page.Files.Count;
            short_ += page.Next is not null && page.Files.Count < query.Most ? 1 : 0;
        }
    }

    spent.Sort();
    Console.WriteLine(
        $"{what}: p50 {At(spent, 0.5):f3} ms, p90 {At(spent, 0.9):f3}, p99 {At(spent, 0.99):f3}, longest {spent[^1]:f3}; {(double)found / times:f1} found, {100.0 * short_ / times:f1} % cut short by time");
}

static double At(List<double> sorted, double part) => sorted[(int)((sorted.Count - 1) * part)];
