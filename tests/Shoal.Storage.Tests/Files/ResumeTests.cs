using Shoal.Metainfo;
using Shoal.Storage.Files;
using Shoal.Storage.Resume;

namespace Shoal.Storage.Tests.Files;

public sealed class ResumeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    // Pieces 0-4 in file0, 5-7 in file2; nothing shared.
    private readonly TestTorrent _torrent = TestTorrent.Create(TestTorrent.Kind.V1, 20_000, [100_000, 0, 60_000], new Random(1));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void After_an_orderly_stop_nothing_is_checked()
    {
        Run([0, 1, 6], isClean: true);
        var loaded = Load();
        Assert.Equal([0, 1, 6], Stores.Pieces(_torrent, loaded.Have));
        Assert.Empty(loaded.ToCheck);
        Assert.Equal((3, 4), (loaded.Uploaded, loaded.Downloaded));
    }

    [Fact]
    public void A_file_that_somebody_else_wrote_to_is_checked_and_the_others_are_not()
    {
        Run([0, 1, 6], isClean: true);
        File.SetLastWriteTimeUtc(_folder.In("T/file0"), DateTime.UnixEpoch);
        var loaded = Load();
        Assert.Equal([6], Stores.Pieces(_torrent, loaded.Have));
        Assert.Equal([new PieceRange(0, 5)], loaded.ToCheck);
    }

    [Fact]
    public void After_a_kill_the_record_is_trusted_and_what_came_later_is_found()
    {
        Run([0, 1, 6], isClean: false, after: [2, 7]);
        var loaded = Load();
        Assert.Equal([0, 1, 6], Stores.Pieces(_torrent, loaded.Have));
        Assert.Equal([new PieceRange(2, 4), new PieceRange(7, 1)], loaded.ToCheck);
        using var store = Stores.Open(_torrent, Stores.Options(_folder), out var found);
        Assert.Equal([0, 1, 2, 6, 7], Stores.Pieces(_torrent, found.Have));
    }

    [Fact]
    public void Writing_after_an_orderly_stop_is_seen_even_before_the_next_save()
    {
        Run([0], isClean: true);
        using (var store = Stores.Open(_torrent, Stores.Options(_folder)))
        {
            store.WriteAll(_torrent, [3]);
        }

        // Not "somebody else wrote to it": the record is still believed, so piece 0 is not read again.
        Assert.Equal([0], Stores.Pieces(_torrent, Load().Have));
        using var again = Stores.Open(_torrent, Stores.Options(_folder), out var found);
        Assert.Equal([0, 3], Stores.Pieces(_torrent, found.Have));
    }

    [Fact]
    public void A_kill_before_the_first_save_loses_no_verified_piece()
    {
        using (var store = Stores.Open(_torrent, Stores.Options(_folder)))
        {
            store.WriteAll(_torrent, [4, 5]);
        }

        using var again = Stores.Open(_torrent, Stores.Options(_folder), out var found);
        Assert.Equal([4, 5], Stores.Pieces(_torrent, found.Have));
    }

    [Fact]
    public void A_kill_loses_no_verified_piece_that_lies_in_the_part_file()
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.V1, 32_768, [20_000, 20_000, 20_000], new Random(1));
        bool[] wanted = [true, false, true];
        using (var store = Stores.Open(torrent, Stores.Options(_folder, wanted)))
        {
            store.WriteAll(torrent);
        }

        using var again = Stores.Open(torrent, Stores.Options(_folder, wanted), out var found);
        Assert.Equal(torrent.AllHave(), found.Have);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_shorter_than_the_record_says_is_checked(bool isClean)
    {
        Run([0, 1, 2, 3, 4, 6], isClean);
        using (var file = File.OpenHandle(_folder.In("T/file0"), FileMode.Open, FileAccess.Write))
        {
            RandomAccess.SetLength(file, 50_000);
        }

        var loaded = Load();
        Assert.Equal([6], Stores.Pieces(_torrent, loaded.Have));
        using var store = Stores.Open(_torrent, Stores.Options(_folder), out var found);
        Assert.Equal([0, 1, 6], Stores.Pieces(_torrent, found.Have));
    }

    [Fact]
    public void A_record_that_lies_about_everything_makes_no_piece_out_of_nothing()
    {
        Run([0], isClean: true);
        Rewrite(record => record with { Have = _torrent.AllHave() });
        Assert.Equal([0], Stores.Pieces(_torrent, Load().Have));
    }

    [Fact]
    public void Garbage_for_a_record_is_a_full_check()
    {
        Run([0, 6], isClean: true);
        File.WriteAllText(RecordPath(), "garbage");
        var loaded = Load();
        Assert.Empty(Stores.Pieces(_torrent, loaded.Have));
        Assert.Equal([new PieceRange(0, 8)], loaded.ToCheck);
    }

    [Fact]
    public void A_record_that_was_not_finished_leaves_the_one_before()
    {
        Run([0, 6], isClean: true);
        File.WriteAllText(RecordPath() + ".new", "half a rec");
        Assert.Equal([0, 6], Stores.Pieces(_torrent, Load().Have));
    }

    [Fact]
    public void Unverified_blocks_are_kept_over_a_restart_and_become_a_piece()
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.Hybrid, 65_536, [150_000, 90_000], new Random(1));
        using (var store = Stores.Open(torrent, Stores.Options(_folder)))
        {
            WriteBlocks(store, torrent, 1, [0, 2]);
            Assert.Null(store.Save(Stores.State(Stores.Have(torrent), isClean: true, (new PieceIndex(1), [0xA0]))));
        }

        using (var store = Stores.Open(torrent, Stores.Options(_folder), out var loaded))
        {
            Assert.Equal([(1, (byte)0xA0)], loaded.Partial.Select(p => (p.Piece.Value, p.Blocks[0])));
            using var block = Blocks.Empty(16 * 1024);
            Assert.Null(store.ReadUnverified(new PieceIndex(1), 2, block.Runs[0]));
            Assert.Equal(torrent.Piece(1).Slice(32_768, 16_384), block.ToArray());
            WriteBlocks(store, torrent, 1, [1, 3]);
            Assert.Null(store.VerifyAndMove(new PieceIndex(1), out var verdict));
            Assert.Equal(PieceVerdict.Good, verdict);
            Assert.Equal(torrent.Piece(1).ToArray(), store.Read(1, 0, 65_536));
            Assert.Null(store.Save(Stores.State(Stores.Have(torrent, 1), isClean: true)));
        }

        Assert.Empty(Directory.GetFiles(_folder.Download, ".*.parts"));
    }

    [Fact]
    public void A_bad_piece_in_the_part_file_stays_to_be_looked_at_and_gives_its_place_back_once_it_is_right()
    {
        using var store = Stores.Open(_torrent, Stores.Options(_folder));
        using var wrong = Blocks.Of(new byte[16_384]);
        WriteBlocks(store, _torrent, 3, [0, 1]);
        Assert.Null(store.WriteUnverified(new PieceIndex(3), 0, wrong.Runs[0]));
        Assert.Null(store.VerifyAndMove(new PieceIndex(3), out var verdict));
        Assert.Equal(PieceVerdict.Bad, verdict);
        using var kept = Blocks.Empty(16_384);
        Assert.Null(store.ReadUnverified(new PieceIndex(3), 0, kept.Runs[0]));
        Assert.Equal(new byte[16_384], kept.ToArray());

        WriteBlocks(store, _torrent, 3, [0]);
        Assert.Null(store.VerifyAndMove(new PieceIndex(3), out verdict));
        Assert.Equal(PieceVerdict.Good, verdict);
        Assert.NotNull(store.ReadUnverified(new PieceIndex(3), 0, kept.Runs[0]));
    }

    [Fact]
    public void After_a_crash_of_the_machine_unverified_blocks_are_forgotten_and_the_record_is_trusted()
    {
        using (var store = Stores.Open(_torrent, Stores.Options(_folder)))
        {
            store.WriteAll(_torrent, [0, 6]);
            WriteBlocks(store, _torrent, 3, [0]);
            Assert.Null(store.Save(Stores.State(Stores.Have(_torrent, 0, 6), isClean: false, (new PieceIndex(3), [0x80]))));
        }

        Assert.Single(Load().Partial);
        Rewrite(record => record with { BootId = "another run" });
        var loaded = Load();
        Assert.Empty(loaded.Partial);
        Assert.Equal([0, 6], Stores.Pieces(_torrent, loaded.Have));
        Assert.Equal([new PieceRange(1, 5), new PieceRange(7, 1)], loaded.ToCheck);
    }

    [Fact]
    public void Freed_slots_of_the_part_file_are_used_again()
    {
        using var store = Stores.Open(_torrent, Stores.Options(_folder));
        for (var piece = 0; piece < 8; piece++)
        {
            WriteBlocks(store, _torrent, piece, [0, 1]);
            Assert.Null(store.VerifyAndMove(new PieceIndex(piece), out var verdict));
            Assert.Equal(PieceVerdict.Good, verdict);
        }

        Assert.InRange(new FileInfo(Directory.GetFiles(_folder.Download, ".*.parts").Single()).Length, 20_000, 40_000);
    }

    [Fact]
    public void Another_selection_finds_the_bytes_that_the_part_file_kept()
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.V1, 32_768, [20_000, 20_000, 20_000], new Random(1));
        foreach (bool[] wanted in (bool[][])[[true, false, true], [false, true, false], [true, true, false], [true, true, true]])
        {
            using var store = Stores.Open(torrent, Stores.Options(_folder, wanted), out var loaded);
            Assert.Equal(wanted is [true, false, true] ? [] : [0, 1], Stores.Pieces(torrent, loaded.Have));
            store.WriteAll(torrent, Stores.Pieces(torrent, loaded.Have).Length == 0 ? [0, 1] : []);
            Assert.Equal(torrent.Piece(0).ToArray(), store.Read(0, 0, 32_768));
            Assert.Equal(torrent.Piece(1).ToArray(), store.Read(1, 0, torrent.Piece(1).Length));
            Assert.Null(store.Save(Stores.State(torrent.AllHave(), isClean: true)));
        }

        Assert.Equal(torrent.FileContent(1), File.ReadAllBytes(_folder.In("T/file1")));
    }

    private static void WriteBlocks(FileStore store, TestTorrent torrent, int piece, int[] blocks)
    {
        using var all = Blocks.Of(torrent.PieceData(piece));
        foreach (var block in blocks)
        {
            Assert.Null(store.WriteUnverified(new PieceIndex(piece), block, all.Runs[block]));
        }
    }

    private void Run(int[] saved, bool isClean, int[]? after = null)
    {
        using var store = Stores.Open(_torrent, Stores.Options(_folder));
        store.WriteAll(_torrent, saved);
        Assert.Null(store.Save(new ResumeState { Have = Stores.Have(_torrent, saved), Partial = [], IsClean = isClean, Uploaded = 3, Downloaded = 4 }));
        store.WriteAll(_torrent, after ?? []);
    }

    private LoadedState Load()
    {
        Assert.Null(FileStore.Open(_torrent.Metainfo, Stores.Options(_folder), out var store, out var loaded));
        store!.Dispose();
        return loaded!;
    }

    private string RecordPath() => Directory.GetFiles(_folder.State, "*.resume", SearchOption.AllDirectories).Single();

    private void Rewrite(Func<ResumeRecord, ResumeRecord> change)
    {
        Assert.True(ResumeFormat.TryRead(File.ReadAllBytes(RecordPath()), _torrent.Metainfo, out var record, out _));
        File.WriteAllBytes(RecordPath(), ResumeFormat.Write(change(record)));
    }
}
