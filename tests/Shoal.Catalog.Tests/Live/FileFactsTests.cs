using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shoal.Catalog.Live;
using Shoal.Catalog.Tests.Sqlite;
using Shoal.Metainfo;

namespace Shoal.Catalog.Tests.Live;

public sealed class FileFactsTests
{
    /// <summary>Whatever of a file is told and whatever is not, it comes back, and nothing else.</summary>
    [Fact]
    public void What_is_packed_is_what_is_read() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        static seed =>
        {
            var file = FileOf(new Random(seed));
            var card = Card.Of(7, new OwnerId(3), default, file, 0, 1);
            SqliteCatalogTests.AssertSame(file, FileFacts.Read(card));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    /// <summary>As long as each of them may be.</summary>
    [Fact]
    public void The_longest_file_fits()
    {
        var text = new string('x', 4096);
        var file = TestCatalog.File(text) with { Text = new string('y', 4096), Artist = text, Title = text, Album = text, Token = new byte[256], Sha256 = default(Sha256Hash), Root = default(Sha256Hash), InfoHash = default(Sha1Hash) };
        SqliteCatalogTests.AssertSame(file, FileFacts.Read(Card.Of(7, new OwnerId(3), default, file, 0, 1)));
        SqliteCatalogTests.AssertSame(file with { Text = text }, FileFacts.Read(Card.Of(7, new OwnerId(3), default, file with { Text = text }, 0, 1)));
    }

    private static SharedFile FileOf(Random random)
    {
        var path = Text(random);
        return new SharedFile
        {
            Path = Encoding.UTF8.GetBytes(path),
            Text = random.Next(2) == 0 ? path[random.Next(path.Length + 1)..] : Text(random),
            Size = random.NextInt64(),
            Media = (MediaType)random.Next(6),
            Bitrate = random.Next(),
            Frequency = random.Next(),
            Duration = random.Next(),
            Token = Encoding.UTF8.GetBytes(Text(random)),
            Artist = random.Next(2) == 0 ? null : Text(random),
            Title = random.Next(2) == 0 ? null : Text(random),
            Album = random.Next(2) == 0 ? null : Text(random),
            Sha256 = random.Next(2) == 0 ? null : new Sha256Hash(Bytes(random, 32)),
            Root = random.Next(2) == 0 ? null : new Sha256Hash(Bytes(random, 32)),
            InfoHash = random.Next(2) == 0 ? null : new Sha1Hash(Bytes(random, 20)),
        };
    }

    private static string Text(Random random) => new([.. Enumerable.Range(0, random.Next(4)).SelectMany(_ => random.Next(2) == 0 ? "ab" : "é€")]);

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
