using System.Text;
using Shoal.Catalog.Exchange;
using Shoal.Catalog.Tests.Sqlite;
using Shoal.Metainfo;

namespace Shoal.Catalog.Tests.Exchange;

public sealed class CatalogExchangeTests : IDisposable
{
    private const string Least = """{"owner":7,"path":"p","text":"t","size":0}""";

    private readonly TestCatalog _catalog = new();

    public void Dispose() => _catalog.Dispose();

    [Fact]
    public void What_was_exported_is_imported_with_all_that_is_known_of_it()
    {
        SharedFile[] files =
        [
            new()
            {
                Path = new byte[] { (byte)'Z', 0xff, 0, (byte)'"', (byte)'\n' },
                Text = "tune \"with\"\n\u0001 quotes 𐐨 é",
                Size = long.MaxValue,
                Media = MediaType.Video,
                Bitrate = 192,
                Frequency = 44_100,
                Duration = int.MaxValue,
                Token = new byte[] { 0xc3, 0x28 },
                Artist = "",
                Title = "t",
                Album = "a",
                Sha256 = new Sha256Hash([.. Enumerable.Range(0, 32).Select(i => (byte)i)]),
                Root = new Sha256Hash([.. Enumerable.Range(1, 32).Select(i => (byte)i)]),
                InfoHash = new Sha1Hash([.. Enumerable.Range(2, 20).Select(i => (byte)i)]),
            },
            TestCatalog.File("tune two") with { Token = "0123"u8.ToArray() },
        ];
        _catalog.Arrive(7);
        _catalog.Share(7, files);
        var text = Export(_catalog);
        Assert.StartsWith("""{"owner":7,"path64":"Wv8AIgo=","text":"tune \"with\"\n\u0001 quotes""", text, StringComparison.Ordinal);
        Assert.EndsWith("""{"owner":7,"path":"tune two","text":"tune two","size":1000,"media":"mp3","token":"0123","seen":"2026-05-01"}""" + "\n", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Count(c => c == '\n'));

        using var other = new TestCatalog();
        Assert.Equal((2, 0, 0), Import(other, text));
        Assert.Equal(text, Export(other));
        Assert.Equal((0, 2, 0), Import(other, text));
        Assert.Equal(new CatalogCounts(0, 0, 2), other.Store.Counts);
        Assert.Empty(other.Search("tune"));
        other.Arrive(7);
        var log = new FileInfo(other.Path + "-wal").Length;
        other.Share(7, files);
        Assert.Equal(log, new FileInfo(other.Path + "-wal").Length);
        foreach (var (expected, found) in files.Zip(other.SearchAll(TestCatalog.Query("tune")).OrderBy(found => found.Id)))
        {
            SqliteCatalogTests.AssertSame(expected, found.File);
        }
    }

    [Theory]
    [InlineData("", "it is no object of JSON, or has a member twice")]
    [InlineData("{", "it is no object of JSON, or has a member twice")]
    [InlineData("[]", "it is no object of JSON")]
    [InlineData("null", "it is no object of JSON")]
    [InlineData("[[[[[[[[", "it is no object of JSON, or has a member twice")]
    [InlineData("""{"owner":7,"owner":8,"path":"p","text":"t","size":0}""", "it is no object of JSON, or has a member twice")]
    [InlineData("""{"owner":7}""", "it has no path")]
    [InlineData("""{"path":"p","text":"t","size":0}""", "it has no owner")]
    [InlineData("""{"owner":7,"path":"p","size":0}""", "it has no text")]
    [InlineData("""{"owner":7,"path":"p","text":"t"}""", "it has no size")]
    [InlineData("""{"owner":0,"path":"p","text":"t","size":0}""", "owner is no whole number from 1 to 2147483647")]
    [InlineData("""{"owner":"7","path":"p","text":"t","size":0}""", "owner is no whole number from 1 to 2147483647")]
    [InlineData("""{"owner":7,"path":"p","text":"t","size":-1}""", "size is no whole number from 0 to 9223372036854775807")]
    [InlineData("""{"owner":7,"path":"p","text":"t","size":9223372036854775808}""", "size is no whole number from 0 to 9223372036854775807")]
    [InlineData("""{"owner":7,"path":"p","text":"t","size":1.5}""", "size is no whole number from 0 to 9223372036854775807")]
    [InlineData("""{"owner":7,"path":["p"],"text":"t","size":0}""", "path is no text")]
    [InlineData("""{"owner":7,"path64":"p","text":"t","size":0}""", "path64 is no base64")]
    [InlineData("""{"owner":7,"path64":"cA==","path":"p","text":"t","size":0}""", "it has path and path64")]
    [InlineData("""{"owner":7,"path":"p","text":null,"size":0}""", "text is no text")]
    [InlineData("""{"owner":7,"path":"p","text":"\ud800","size":0}""", "a text has half of a character")]
    [InlineData("""{"owner":7,"path":"p","text":"t","size":0,"\ud800":1}""", "a text has half of a character")]
    [InlineData("""{"owner":7,"path":"p","text":"t","size":0,"media":"MP3"}""", "media is none that is known")]
    [InlineData("""{"owner":7,"path":"p","text":"t","size":0,"sha256":"00"}""", "sha256 is no hash of 32 bytes")]
    [InlineData("""{"owner":7,"path":"p","text":"t","size":0,"infoHash":"zz00000000000000000000000000000000000000"}""", "infoHash is no hash of 20 bytes")]
    [InlineData("""{"owner":7,"path":"p","text":"t","size":0,"seen":"2026-02-30"}""", "seen is no day such as 2026-12-31")]
    [InlineData("""{"owner":7,"path":"p","text":"t","size":0,"colour":"red"}""", "it has a member that is not known")]
    public void A_line_that_is_no_file_is_refused_with_its_reason(string line, string reason)
    {
        Assert.False(FileLine.TryRead(Encoding.UTF8.GetBytes(line), _catalog.Time.Now, out _, out var told));
        Assert.Equal(reason, told);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        Assert.False(FileLine.TryRead(Encoding.Latin1.GetBytes(Least.Replace('t', 'é')), _catalog.Time.Now, out _, out var reason));
        Assert.Equal("it is not UTF-8", reason);
    }

    [Fact]
    public void Refused_lines_are_told_by_their_numbers_and_the_others_are_kept()
    {
        using var small = new TestCatalog(new CatalogOptions { MostFiles = 2 });
        var lines = string.Join('\n', Least, "x", "", Least, Least.Replace("p\"", new string('q', 300_000) + "\"", StringComparison.Ordinal), Least.Replace("p\"", new string('q', 5_000) + "\"", StringComparison.Ordinal), Least.Replace('7', '8'));
        var report = CatalogImport.Read(small.Store, new MemoryStream(Encoding.UTF8.GetBytes(lines)), small.Time.Now);
        Assert.Equal((2, 1, 3), (report.Kept, report.Known, report.Refused));
        Assert.Equal(
            [new(2, "it is no object of JSON, or has a member twice"), new(5, "it is longer than 262144 bytes"), new(6, "its path or one of its texts is too long")],
            report.Reasons);
        Assert.Equal(2, small.Store.Counts.Kept);
    }

    [Fact]
    public void A_hundred_reasons_are_told_and_all_refused_lines_counted()
    {
        var report = CatalogImport.Read(_catalog.Store, new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat("x", 5_000)) + "\n" + Least)), _catalog.Time.Now);
        Assert.Equal((1, 0, 5_000), (report.Kept, report.Known, report.Refused));
        Assert.Equal(100, report.Reasons.Count);
    }

    [Fact]
    public void Lines_are_found_wherever_the_stream_is_cut()
    {
        var lines = Enumerable.Range(0, 20).Select(i => new string((char)('a' + i), i * 7)).Append("last").ToArray();
        foreach (var cut in (int[])[1, 2, 13, 4096])
        {
            using var stream = new CutStream(Encoding.ASCII.GetBytes(string.Join('\n', lines)), cut);
            var reader = new LineReader(stream);
            var read = new List<string>();
            while (reader.Next())
            {
                Assert.Equal(read.Count + 1, reader.Number);
                read.Add(Encoding.ASCII.GetString(reader.Line.Span));
            }

            Assert.Equal(lines, read);
        }
    }

    private static string Export(TestCatalog catalog)
    {
        using var stream = new MemoryStream();
        CatalogExport.Write(catalog.Store, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static (long Kept, long Known, long Refused) Import(TestCatalog catalog, string text)
    {
        var report = CatalogImport.Read(catalog.Store, new MemoryStream(Encoding.UTF8.GetBytes(text)), catalog.Time.Now);
        return (report.Kept, report.Known, report.Refused);
    }

    private sealed class CutStream(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }
}
