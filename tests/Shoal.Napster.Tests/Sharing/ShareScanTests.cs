using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Shoal.Catalog;
using Shoal.Metainfo.Tests.Merkle;
using Shoal.Napster.Client.Files;

namespace Shoal.Napster.Tests.Sharing;

public sealed class ShareScanTests
{
    [Fact]
    public void A_scan_shares_what_is_in_a_folder_by_names_that_begin_with_the_folder()
    {
        using var place = new SharePlace();
        var song = place.Write("Music/Band/song.mp3", 5000, seed: 3);
        place.Write("Music/cover.JPG", 10);

        var report = place.Scan();

        Assert.Equal(new ShareReport(Seen: 2, Hashed: 2, Bytes: 5010, Removed: 0, Faults: 0), report);
        Assert.Equal([@"\Music\Band\song.mp3", @"\Music\cover.JPG"], place.Names());
        var file = place.Find(@"\Music\Band\song.mp3")!;
        Assert.Equal(place.In("Music/Band/song.mp3"), file.Path);
        Assert.Equal(song.Length, file.Size);
        Assert.Equal(File.GetLastWriteTimeUtc(file.Path).Ticks, file.Modified);
        Assert.Equal(MediaType.Mp3, file.Media);
        Assert.Equal(MediaType.Image, place.Find(@"\Music\cover.JPG")!.Media);
        Assert.Equal(new ShareTotals(place.Index.Totals.Revision, Files: 2, Bytes: 5010, Folders: 2), place.Index.Totals);
        Assert.Null(place.Find(@"\Music\Band"));
        Assert.Null(place.Find(file.Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16384)]
    [InlineData(16385)]
    [InlineData(256 * 1024)]
    [InlineData(256 * 1024 + 1)]
    [InlineData(300_032)]
    [InlineData(300_033)]
    [InlineData(11 * 256 * 1024 + 17000)]
    public void Each_file_has_the_hashes_that_plain_readers_find(int length)
    {
        using var place = new SharePlace();
        var bytes = place.Write("Music/a.bin", length, seed: length);

        place.Scan();

        var file = place.Find(@"\Music\a.bin")!;
        Assert.Equal(SHA256.HashData(bytes), file.Sha256.Span.ToArray());
        Assert.Equal(length == 0 ? default : NaiveTree.Of(bytes).Root, file.Root);
        var legacy = MD5.HashData(bytes.AsSpan(0, Math.Min(300_032, length)));
        Assert.Equal($"{Convert.ToHexStringLower(legacy)}-{length}", Encoding.ASCII.GetString(file.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Threads_that_help_with_a_large_file_change_none_of_its_hashes(int threads)
    {
        using var place = new SharePlace();
        var bytes = place.Write("Music/large.bin", 60 * 256 * 1024 + 5);
        for (var i = 0; i < 5; i++)
        {
            place.Write($"Music/small{i}.bin", 1000 * i);
        }

        place.Scanner(threads: threads).Run([place.In("Music")], CancellationToken.None);

        Assert.Equal(NaiveTree.Of(bytes).Root, place.Find(@"\Music\large.bin")!.Root);
        Assert.Equal(SHA256.HashData(bytes), place.Find(@"\Music\large.bin")!.Sha256.Span.ToArray());
        Assert.Equal(6, place.Index.Totals.Files);
    }

    [Fact]
    public void Only_what_was_changed_is_read_again()
    {
        using var place = new SharePlace();
        place.Write("Music/same.mp3", 1000);
        place.Write("Music/longer.mp3", 1000);
        place.Write("Music/newer.mp3", 1000);
        place.Scan();
        var same = place.Find(@"\Music\same.mp3")!;

        // What the index says of a file whose size and time are the same is believed.
        place.Put("Music/same.mp3", new byte[1000]);
        place.Write("Music/longer.mp3", 1001);
        place.Write("Music/newer.mp3", 1000, seed: 2);
        place.Reopen();
        var report = place.Scan();

        Assert.Equal(new ShareReport(Seen: 3, Hashed: 2, Bytes: 2001, Removed: 0, Faults: 0), report);
        Assert.Equal(same.Sha256, place.Find(@"\Music\same.mp3")!.Sha256);
        Assert.Equal(SHA256.HashData(File.ReadAllBytes(place.In("Music/newer.mp3"))), place.Find(@"\Music\newer.mp3")!.Sha256.Span.ToArray());
        Assert.Equal(1001, place.Find(@"\Music\longer.mp3")!.Size);
        Assert.Equal(3001, place.Index.Totals.Bytes);
        Assert.Equal(0, place.Scan().Hashed);
    }

    [Fact]
    public void What_is_gone_from_the_disk_is_shared_no_more()
    {
        using var place = new SharePlace();
        place.Write("Music/stays.mp3", 10);
        place.Write("Music/goes.mp3", 20);
        place.Write("Music/Old/Deep/one.mp3", 30);
        place.Write("Music/Old/two.mp3", 40);
        place.Scan();

        File.Delete(place.In("Music/goes.mp3"));
        Directory.Delete(place.In("Music/Old"), recursive: true);
        var report = place.Scan();

        Assert.Equal(3, report.Removed);
        Assert.Equal([@"\Music\stays.mp3"], place.Names());
        Assert.Equal(new ShareTotals(place.Index.Totals.Revision, Files: 1, Bytes: 10, Folders: 1), place.Index.Totals);
    }

    [Fact]
    public void A_folder_that_is_not_named_again_is_shared_no_more()
    {
        using var place = new SharePlace();
        place.Write("Music/a.mp3", 10);
        place.Write("Books/b.txt", 10);
        place.Scan("Music", "Books");

        place.Scan("Books");

        Assert.Equal([@"\Books\b.txt"], place.Names());
    }

    [Fact]
    public void A_shared_folder_that_cannot_be_found_keeps_what_was_known_of_it()
    {
        using var place = new SharePlace();
        place.Write("Music/a.mp3", 10);
        place.Scan();

        Directory.Move(place.In("Music"), place.In("Elsewhere"));
        place.Scan();
        var fault = Assert.Single(place.Faults);
        Directory.Move(place.In("Elsewhere"), place.In("Music"));
        var report = place.Scan();

        Assert.Equal(place.In("Music"), fault.Path);
        Assert.Equal([@"\Music\a.mp3"], place.Names());
        Assert.Equal(0, report.Hashed);
    }

    [Fact]
    public void Folders_within_others_are_shared_once_and_folders_of_one_name_are_told_apart()
    {
        using var place = new SharePlace();
        place.Write("Music/Rock/a.mp3", 10);
        place.Write("Old/Music/b.mp3", 10);
        place.Write("Musical/c.mp3", 10);

        place.Scan("Music/Rock", "Music", "Old/Music", "Musical/", "Music");

        Assert.Equal([@"\Music (2)\b.mp3", @"\Music\Rock\a.mp3", @"\Musical\c.mp3"], place.Names());
    }

    [Fact]
    public void Links_hidden_files_and_pipes_are_left_out()
    {
        using var place = new SharePlace();
        place.Write("secret/key", 10);
        place.Write("Music/a.mp3", 10);
        place.Write("Music/.b.mp3.part", 10);
        place.Write("Music/.git/c", 10);
        File.CreateSymbolicLink(place.In("Music/key"), place.In("secret/key"));
        Directory.CreateSymbolicLink(place.In("Music/folder"), place.In("secret"));
        Directory.CreateSymbolicLink(place.In("Music/loop"), place.In("Music"));
        using (var made = Process.Start("mkfifo", place.In("Music/pipe.mp3")))
        {
            made.WaitForExit();
        }

        var report = place.Scan();

        Assert.Equal([@"\Music\a.mp3"], place.Names());
        Assert.Equal((1, 0), (report.Seen, report.Faults));
    }

    [Fact]
    public void Names_that_others_would_take_for_one_are_told_apart()
    {
        using var place = new SharePlace();
        foreach (var name in new[] { "a\"b.mp3", "a'b.mp3", "a\u0001b", "a\\b", "a_b" })
        {
            place.Write("Music/" + name, 10);
        }

        place.Scan();

        Assert.Equal([@"\Music\a'b (2).mp3", @"\Music\a'b.mp3", @"\Music\a_b", @"\Music\a_b (2)", @"\Music\a_b (3)"], place.Names());
        Assert.Equal(5, place.Names().Select(name => place.Find(name)!.Path).Distinct().Count());
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_of_and_the_others_are_shared()
    {
        using var place = new SharePlace(TimeSpan.FromSeconds(1));
        place.Write("Music/a.mp3", 10);
        place.Write("Music/gone.mp3", 10);
        void Lose() => File.Delete(place.In("Music/gone.mp3"));

        // The walk has met it, and then it is not there.
        var report = place.Scanner(committed: Lose).Run([place.In("Music")], CancellationToken.None);

        Assert.Equal(place.In("Music/gone.mp3"), Assert.Single(place.Faults).Path);
        Assert.Equal((1, 1), (report.Hashed, report.Faults));
        Assert.Equal([@"\Music\a.mp3"], place.Names());
    }

    [Fact]
    public void The_old_index_is_used_until_a_changed_file_is_hashed()
    {
        using var place = new SharePlace(TimeSpan.FromSeconds(1));
        place.Write("Music/a.mp3", 10);
        place.Write("Music/b.mp3", 10);
        place.Scan();
        place.Write("Music/a.mp3", 20);
        File.Delete(place.In("Music/b.mp3"));
        var sizes = new List<(long? A, long? B)>();

        place.Scanner(committed: () => sizes.Add((place.Find(@"\Music\a.mp3")?.Size, place.Find(@"\Music\b.mp3")?.Size))).Run([place.In("Music")], CancellationToken.None);

        // The walk is committed first; it may be in parts.
        Assert.Equal([(10, null), (20, null)], sizes.SkipWhile(size => size == (10, 10)).Distinct());
    }

    [Fact]
    public void A_scan_that_is_killed_goes_on_where_it_was()
    {
        using var place = new SharePlace(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 40; i++)
        {
            place.Write($"Music/{i}.bin", 1000 + i);
        }

        // What a kill leaves are the files of the index as they stand at some moment.
        var shared = 0L;
        place.Scanner(threads: 1, committed: () =>
        {
            if (shared == 0 && place.Index.Totals.Files >= 5)
            {
                shared = place.Index.Totals.Files;
                File.Copy(place.In("shares.db"), place.In("killed.db"));
                File.Copy(place.In("shares.db-wal"), place.In("killed.db-wal"));
            }
        }).Run([place.In("Music")], CancellationToken.None);
        place.Reopen("killed.db");
        var atStart = place.Index.Totals.Files;
        var report = place.Scan();

        Assert.InRange(shared, 5, 39);
        Assert.Equal(shared, atStart);
        Assert.Equal((40, 40 - shared), (report.Seen, report.Hashed));
        Assert.Equal(40, place.Names().Length);
    }

    [Fact]
    public void A_scan_that_is_cancelled_keeps_what_it_found_out()
    {
        using var place = new SharePlace(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 20; i++)
        {
            place.Write($"Music/{i}.bin", 1000 + i);
        }

        using var cancel = new CancellationTokenSource();
        var scan = place.Scanner(threads: 1, committed: () =>
        {
            if (place.Index.Totals.Files > 0)
            {
                cancel.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(() => scan.Run([place.In("Music")], cancel.Token));

        var kept = place.Index.Totals.Files;
        Assert.InRange(kept, 1, 20);
        Assert.Equal(20 - kept, place.Scan().Hashed);
    }

    [Fact]
    public void A_file_that_was_changed_a_moment_ago_is_read_once_more()
    {
        using var place = new SharePlace();
        place.Write("Music/a.mp3", 10);
        place.Time.Now = new DateTimeOffset(File.GetLastWriteTimeUtc(place.In("Music/a.mp3"))).AddSeconds(1);
        place.Scan();

        // Another change within the step in which the file system counts.
        place.Put("Music/a.mp3", new byte[10]);
        place.Time.Now += TimeSpan.FromMinutes(1);

        Assert.Equal(1, place.Scan().Hashed);
        Assert.Equal(SHA256.HashData(new byte[10]), place.Find(@"\Music\a.mp3")!.Sha256.Span.ToArray());
        Assert.Equal(0, place.Scan().Hashed);
    }

    [Fact]
    public void A_file_that_ends_before_its_length_is_told_of()
    {
        // Files of the kernel say that they have a page and have a line.
        const string Short = "/sys/kernel/mm/transparent_hugepage/enabled";
        Assert.SkipUnless(File.Exists(Short), "no such file of the kernel");
        using var crew = new HashCrew(1);
        using var hasher = new FileHasher(crew);

        var outcome = hasher.Hash(new DueFile(1, Short));

        Assert.Null(outcome.Hashed);
        Assert.Contains("changed", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_changes_while_it_is_read_is_told_of()
    {
        using var place = new SharePlace();
        var path = place.In("Music/a.bin");
        using (var file = File.Create(path))
        {
            file.SetLength(8 << 20);
        }

        using var crew = new HashCrew(1);
        using var hasher = new FileHasher(crew);
        var isOver = false;
        var day = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var toucher = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                File.SetLastWriteTimeUtc(path, day = day.AddSeconds(1));
            }
        });
        toucher.Start();
        var seen = false;

        // On a machine that is busy elsewhere the other thread may have no turn while one file is read.
        for (var i = 0; i < 500 && !seen; i++)
        {
            seen = hasher.Hash(new DueFile(1, path)) is { Hashed: null, Reason: { } reason } && reason.Contains("changed", StringComparison.Ordinal);
        }

        Volatile.Write(ref isOver, true);
        toucher.Join();
        Assert.True(seen);
        Assert.NotNull(hasher.Hash(new DueFile(1, path)).Hashed);
    }

    [Fact]
    public void Progress_ends_with_everything_done()
    {
        using var place = new SharePlace(TimeSpan.FromSeconds(1));
        for (var i = 1; i <= 10; i++)
        {
            place.Write($"Music/{i}.bin", 1000 * i);
        }

        var seen = new List<ShareProgress>();
        place.Scanner(progress: seen.Add).Run([place.In("Music")], CancellationToken.None);

        Assert.Equal((10, 10, 10, 55_000, 55_000), (seen[^1].Seen, seen[^1].FilesDone, seen[^1].Files, seen[^1].BytesDone, seen[^1].Bytes));
        Assert.All(seen, progress => Assert.True(progress.FilesDone <= 10 && progress.BytesDone <= 55_000));
        Assert.StartsWith(place.In("Music"), seen[^1].Current, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_scans_do_not_write_at_once()
    {
        using var place = new SharePlace(TimeSpan.FromSeconds(1));
        place.Write("Music/a.mp3", 10);
        var refused = false;

        place.Scanner(progress: _ =>
        {
            try
            {
                place.Scan();
            }
            catch (InvalidOperationException)
            {
                refused = true;
            }
        }).Run([place.In("Music")], CancellationToken.None);

        Assert.True(refused);
        Assert.Equal(0, place.Scan().Hashed);
    }
}
