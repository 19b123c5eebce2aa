using System.Text;
using Shoal.Napster.Client.Files;
using Shoal.Napster.Client.Sharing;

namespace Shoal.Napster.Tests.Sharing;

/// <summary>A folder to share, with an index beside it; gone with the test.</summary>
internal sealed class SharePlace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shoal-share-").FullName;

    public SharePlace(TimeSpan step = default)
    {
        Time = new ShareTime(step);
        Directory.CreateDirectory(In("Music"));
        Index = ShareIndex.Open(In("shares.db"));
    }

    public ShareTime Time { get; }

    public ShareIndex Index { get; private set; }

    public List<ShareFault> Faults { get; } = [];

    public string In(string name) => Path.Combine(_folder, name);

    /// <summary>Writes bytes that depend on the seed only, of a time that does too.</summary>
    public byte[] Write(string name, int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        Put(name, bytes, seed);
        return bytes;
    }

    public void Put(string name, byte[] bytes, int day = 1)
    {
        var path = In(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day));
    }

    public ShareScan Scanner(Action<ShareProgress>? progress = null, Action? committed = null, int threads = 2) =>
        new(Index, Time) { Threads = threads, Progress = progress, Committed = committed, Fault = Faults.Add };

    public ShareReport Scan(params string[] folders) => Scanner().Run(folders is [] ? [In("Music")] : [.. folders.Select(In)], CancellationToken.None);

    public LocalFile? Find(string name) => Index.Find(Encoding.UTF8.GetBytes(name));

    /// <summary>The names of all shared files, in the order of letters.</summary>
    public string[] Names()
    {
        var names = new List<string>();
        for (long after = 0; Index.Page(after, 3) is { Count: > 0 } page; after = page[^1].Revision)
        {
            names.AddRange(page.Select(file => Encoding.UTF8.GetString(file.Name)));
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }

    public void Reopen(string name = "shares.db")
    {
        Index.Dispose();
        Index = ShareIndex.Open(In(name));
    }

    public void Dispose()
    {
        Index.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
