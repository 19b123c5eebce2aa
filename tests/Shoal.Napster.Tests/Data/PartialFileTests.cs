using System.Text;
using Shoal.Metainfo;
using Shoal.Napster.Client.Data;
using Shoal.Napster.Client.Files;
using Shoal.Net.Rates;
using Shoal.Peers.Tests;

namespace Shoal.Napster.Tests.Data;

/// <summary>What is on the disk of a file that is fetched, and what a new run believes of it.</summary>
public sealed class PartialFileTests : IDisposable
{
    private static readonly TokenBucket Unlimited = new(new ManualTime(), null);
    private readonly string _folder = Directory.CreateTempSubdirectory("shoal-part-").FullName;

    private string Part => Path.Combine(_folder, ".a.mp3.part");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_that_was_written_counts_after_a_crash_of_the_program(bool isPortable)
    {
        Write(Content.Of(1000), 5000, isPortable);
        using var again = Open(isPortable: isPortable);
        Assert.Equal((1000, 5000), (again.Length, again.Size));
    }

    [Fact]
    public void What_was_synced_alone_counts_after_another_start_of_the_machine()
    {
        var content = Content.Of(3000);
        using (var file = Open())
        {
            file.Begin(5000, null, 0);
            file.Take(content.AsSpan(0, 2000));
            Assert.Equal(Fate.Taken, file.Sync());
            file.Take(content.AsSpan(2000));
        }

        var boot = PartialRecord.Read(Part + ".record")!.Boot;
        File.WriteAllText(Part + ".record", File.ReadAllText(Part + ".record").Replace(boot, new string('z', boot.Length), StringComparison.Ordinal));
        using var again = Open();
        Assert.Equal(2000, again.Length);
        Assert.Equal(2000, new FileInfo(Part).Length);
    }

    [Fact]
    public void What_is_there_is_hashed_again_and_goes_on_to_the_right_hash()
    {
        var content = Content.Of(700_000);
        var hash = new Sha256Hash(System.Security.Cryptography.SHA256.HashData(content));
        Write(content[..400_000], content.Length);
        using var file = Open(size: content.Length);
        Assert.Equal(Fate.Taken, file.Begin(content.Length, hash, 390_000));
        Assert.Equal(Fate.Taken, file.Take(content.AsSpan(390_000, 10_001)));
        Assert.Equal(Fate.Taken, file.Take(content.AsSpan(400_001)));
        Assert.Equal(Fate.Taken, file.Finish(out var path));
        Assert.Equal(Path.Combine(_folder, "a.mp3"), path);
        file.Dispose();
        Assert.Equal(content, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_byte_that_changed_on_the_disk_is_noticed_by_the_hash()
    {
        var content = Content.Of(1000);
        var hash = new Sha256Hash(System.Security.Cryptography.SHA256.HashData(content));
        Write(content[..500], content.Length);
        var damaged = File.ReadAllBytes(Part);
        damaged[0] ^= 1;
        File.WriteAllBytes(Part, damaged);
        using var file = Open(size: content.Length);
        file.Begin(content.Length, hash, 400);
        file.Take(content.AsSpan(400));
        Assert.Equal(Fate.Differs, file.Finish(out _));
        Assert.Equal(0, file.Length);
        Assert.Equal([Part, Part + ".record"], Directory.GetFileSystemEntries(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_of_that_name_is_never_replaced()
    {
        File.WriteAllText(Path.Combine(_folder, "a.mp3"), "mine");
        Assert.Equal("a (2).mp3", Fetch());
        using (var open = Open())
        {
            // Between opening and the end somebody else takes the name.
            File.WriteAllText(Path.Combine(_folder, "a (3).mp3"), "mine too");
            open.Begin(1, null, 0);
            open.Take([7]);
            open.Finish(out var path);
            Assert.Equal("a (4).mp3", Path.GetFileName(path));
        }

        Assert.Equal("mine", File.ReadAllText(Path.Combine(_folder, "a.mp3")));
        Assert.Equal("mine too", File.ReadAllText(Path.Combine(_folder, "a (3).mp3")));
    }

    [Fact]
    public void Nothing_is_written_through_a_link_that_was_planted()
    {
        var victim = Path.Combine(_folder, "victim");
        File.WriteAllText(victim, "");
        File.CreateSymbolicLink(Part, victim);
        Assert.Equal("a (2).mp3", Fetch());
        Assert.Equal("", File.ReadAllText(victim));
    }

    [Fact]
    public void A_partial_file_of_another_file_or_without_a_record_is_left_alone()
    {
        Write(Content.Of(10), 5000);
        using (var other = Open(size: 4000, path: @"\other\a.mp3"))
        {
            Assert.Equal(0, other.Length);
        }

        File.Delete(Part + ".record");
        using var third = Open();
        Assert.Equal(0, third.Length);
        Assert.Equal(10, new FileInfo(Part).Length);
    }

    [Fact]
    public void Two_downloads_never_share_a_partial_file()
    {
        using var first = Open();
        first.Begin(5000, null, 0);
        using var second = Open();
        second.Begin(5000, null, 0);
        second.Take([1, 2]);
        Assert.Equal(0, new FileInfo(Part).Length);
    }

    [Fact]
    public void A_record_that_is_damaged_is_none()
    {
        Write(Content.Of(10), 5000);
        File.WriteAllText(Part + ".record", "d4:boot");
        using var file = Open();
        Assert.Equal(0, file.Length);
    }

    [Theory]
    [InlineData("../../etc/passwd", ".._.._etc_passwd")]
    [InlineData("CON", "_CON")]
    [InlineData("a\u202egpj.exe", "a_gpj.exe")]
    public void A_name_is_made_safe(string name, string safe)
    {
        using var file = Open(name: name);
        Assert.True(File.Exists(Path.Combine(_folder, $".{safe}.part")));
    }

    [Fact]
    public void A_long_name_leaves_room_for_its_endings()
    {
        using (var file = Open(name: new string('ä', 400) + ".mp3"))
        {
            file.Begin(1, null, 0);
            file.Take([1]);
            Assert.Equal(Fate.Taken, file.Finish(out _));
        }

        using var twin = Open(name: new string('ä', 400) + ".mp3");
        Assert.Equal(0, twin.Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_said_in_a_sentence()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        Assert.Null(PartialFile.Open(Order(Path.Combine(_folder, "file", "below"), "a.mp3", 5000, @"\m\a.mp3"), isPortable: false, out var failure));
        Assert.Contains("below", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_larger_than_the_disk_is_refused_before_it_begins()
    {
        using var file = Open(size: long.MaxValue / 2);
        Assert.Equal(Fate.Failed, file.Begin(long.MaxValue / 2, null, 0));
        Assert.Contains("too little room", file.Failure, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static DownloadOrder Order(string folder, string name, long? size, string path) => new("bob", Encoding.UTF8.GetBytes(path), size, null, folder, name, Unlimited);

    private PartialFile Open(string name = "a.mp3", long? size = 5000, string path = @"\m\a.mp3", bool isPortable = false)
    {
        var file = PartialFile.Open(Order(_folder, name, size, path), isPortable, out var failure);
        Assert.Equal("", failure);
        return file!;
    }

    private void Write(byte[] content, long size, bool isPortable = false)
    {
        using var file = Open(size: size, isPortable: isPortable);
        Assert.Equal(Fate.Taken, file.Begin(size, null, 0));
        Assert.Equal(Fate.Taken, file.Take(content));
    }

    private string Fetch()
    {
        using var file = Open();
        file.Begin(1, null, 0);
        file.Take([7]);
        Assert.Equal(Fate.Taken, file.Finish(out var path));
        return Path.GetFileName(path);
    }
}
