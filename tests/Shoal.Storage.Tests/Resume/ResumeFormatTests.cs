using FsCheck;
using FsCheck.Fluent;
using System.Security.Cryptography;
using Shoal.Metainfo;
using Shoal.Storage.Resume;

namespace Shoal.Storage.Tests.Resume;

public sealed class ResumeFormatTests
{
    private static readonly TestTorrent Torrent = TestTorrent.Create(TestTorrent.Kind.V1, 40_000, [100_000, 50_000], new Random(1));

    [Fact]
    public void What_was_written_is_read()
    {
        var record = Record();
        Assert.True(ResumeFormat.TryRead(ResumeFormat.Write(record), Torrent.Metainfo, out var read, out var reason), reason);
        Assert.Equal(
            record with { Have = default, Partial = [], Files = [] },
            read with { Have = default, Partial = [], Files = [] });
        Assert.Equal(record.Have.ToArray(), read.Have.ToArray());
        Assert.Equal(record.Files, read.Files);
        Assert.Equal([(new PieceIndex(2), (byte)0xA0)], read.Partial.Select(p => (p.Piece, p.Blocks[0])));
    }

    [Fact]
    public void No_bytes_make_the_reader_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var body = ResumeFormat.Write(Record())[..^32];
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                body[random.Next(body.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"0123456789deil:"[random.Next(15)];
            }

            body = body[..random.Next(random.Next(2) == 0 ? 0 : body.Length, body.Length + 1)];

            // With the right checksum, so that what lies behind it is reached.
            if (ResumeFormat.TryRead((byte[])[.. body, .. SHA256.HashData(body)], Torrent.Metainfo, out var record, out var reason))
            {
                Assert.Equal(Bits.BytesFor(Torrent.Layout.PieceCount), record.Have.Length);
                Assert.Equal(Torrent.Metainfo.Files.Count, record.Files.Count);
            }
            else
            {
                Assert.NotEmpty(reason);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void One_wrong_bit_anywhere_is_seen()
    {
        var bytes = ResumeFormat.Write(Record());
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 4;
            Assert.False(ResumeFormat.TryRead(bytes, Torrent.Metainfo, out _, out _));
            bytes[i] ^= 4;
        }
    }

    [Fact]
    public void A_record_of_another_torrent_or_version_is_refused()
    {
        var other = TestTorrent.Create(TestTorrent.Kind.V1, 40_000, [100_000, 50_000], new Random(2));
        Assert.False(ResumeFormat.TryRead(ResumeFormat.Write(Record()), other.Metainfo, out _, out var reason));
        Assert.Contains("another torrent", reason, StringComparison.Ordinal);
    }

    private static ResumeRecord Record() => new()
    {
        InfoHash = Torrent.Metainfo.InfoHashes.Primary,
        Folder = "/a/ü",
        Have = new byte[] { 0xC0 },
        Partial = [(new PieceIndex(2), [0xA0])],
        Files = [new FileStamp(100_000, 1_700_000_000_123_456_789), FileStamp.Missing],
        IsClean = true,
        BootId = "b",
        Uploaded = 7,
        Downloaded = long.MaxValue,
    };
}
