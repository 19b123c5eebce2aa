using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shoal.Napster.Client.Sharing;

namespace Shoal.Napster.Tests.Sharing;

public sealed class SharedNameTests
{
    [Theory]
    [InlineData("/a/b/Music", @"\Music")]
    [InlineData("/", @"\shared")]
    [InlineData("/a/say \"hi\"", @"\say 'hi'")]
    public void A_share_is_named_after_the_last_part_of_its_path(string path, string name) => Assert.Equal(name, Encoding.UTF8.GetString(SharedName.OfShare(path)));

    [Theory]
    [InlineData(@"\Music", 2, false, @"\Music (2)")]
    [InlineData(@"\Dr. Who", 3, false, @"\Dr. Who (3)")]
    [InlineData(@"\Music\song.mp3", 2, true, @"\Music\song (2).mp3")]
    [InlineData(@"\Dr. Who\song", 2, true, @"\Dr. Who\song (2)")]
    [InlineData(@"\Music\.mp3", 2, true, @"\Music\.mp3 (2)")]
    public void A_twin_gets_a_number_before_its_extension(string name, int number, bool isFile, string twin) =>
        Assert.Equal(twin, Encoding.UTF8.GetString(SharedName.Numbered(Encoding.UTF8.GetBytes(name), number, isFile)));

    [Fact]
    public void A_long_name_keeps_its_extension_and_whole_characters()
    {
        var name = Encoding.UTF8.GetString(SharedName.OfFile("\\Music"u8, new string('ä', 200) + ".flac"));

        Assert.Equal(@"\Music\" + new string('ä', 125) + ".flac", name);
    }

    [Fact]
    public void However_deep_and_odd_the_names_are_what_others_are_told_can_be_told()
    {
        var part = Gen.OneOf(Gen.Choose(0, 0x17f), Gen.Elements(0x22, 0x5c, 0x0a, 0x85, 0x20ac, 0xd800, 0x1f3b5)).Select(value => value is 0xd800 ? "\ud800" : char.ConvertFromUtf32(value)).ArrayOf(300).Select(string.Concat);
        var cases = from parts in part.ArrayOf(12) from file in part select (parts, file);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var folder = SharedName.OfShare("/" + c.parts[0].Replace('/', '-'));
            foreach (var inner in c.parts.Skip(1))
            {
                folder = SharedName.OfFolder(folder, inner);
            }

            var name = SharedName.Numbered(SharedName.OfFile(folder, c.file), 1001, isFile: true);
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(name);
            return name.Length <= Limits.PathLength && text.StartsWith('\\') && !text.Contains('"') && !text.Any(char.IsControl) && text.Count(letter => letter == '\\') >= 2;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }
}
