using System.Text;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Tests;

/// <summary>Text of clients from before UTF-8: Windows-1252, which nothing declares. What they wrote comes back byte for byte, and they and others find it by its letters.</summary>
public sealed class LegacyTextTests : IDisposable
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    /// <summary>"Dušan’s Café – Œuvre" in Windows-1252, a character for a byte.</summary>
    private const string Name = "Du\u009aan\u0092s Caf\u00e9 \u0096 \u008cuvre";

    private readonly NapsterDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    /// <summary>Beside the runtime's own table.</summary>
    [Fact]
    public void Every_byte_means_what_it_means_in_Windows_1252()
    {
        var windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        for (var value = 0x80; value <= 0xff; value++)
        {
            Assert.Equal(windows.GetString([(byte)value]), LegacyText.Decode([(byte)value]));
        }
    }

    [Fact]
    public void What_is_UTF_8_is_read_so_and_what_is_nearly_so_is_not()
    {
        Assert.Equal("caf\u00e9", LegacyText.Decode("caf\u00e9"u8));
        Assert.Equal("\u00c3\u00a9 caf\u00e9", LegacyText.Decode([0xc3, 0xa9, (byte)' ', .. "caf"u8, 0xe9]));
    }

    [Theory]
    [InlineData("du\u009aan")]
    [InlineData("DU\u008aAN")]
    [InlineData("du\u00c5\u00a1an")]
    [InlineData("caf\u00e9")]
    [InlineData("caf\u00c3\u00a9")]
    [InlineData("\u009cuvre")]
    [InlineData("\u00c5\u0093uvre")]
    public void An_old_clients_file_is_found_by_its_letters_however_they_are_written_and_told_byte_for_byte(string words)
    {
        var ann = _desk.User("ann", port: 6700).Send(MessageType.Share, $"\"\\m\\{Name}.mp3\" {Token} 1 128 44100 10");
        var ben = _desk.User("ben");
        Assert.Equal([$"201 \"\\m\\{Name}.mp3\" {Token} 1 128 44100 10 ann 16777343 8", "202"], ben.Ask(MessageType.Search, $"FILENAME CONTAINS \"{words}\""));
        Assert.Equal(["202"], ben.Ask(MessageType.Search, $"FILENAME CONTAINS \"caf\u00e9\" FILENAME EXCLUDES \"{words}\""));
        Assert.Contains($"212 ann \"\\m\\{Name}.mp3\" {Token} 1 128 44100 10", ben.Ask(MessageType.Browse, "ann"));
        ben.Send(MessageType.Request, $"ann \"\\m\\{Name}.mp3\"");
        Assert.Equal([$"607 ben \"\\m\\{Name}.mp3\""], ann.Lines());
        ann.Send(MessageType.UploadAccept, $"ben \"\\m\\{Name}.mp3\"");
        Assert.Equal([$"204 ann 16777343 6700 \"\\m\\{Name}.mp3\" {Token} 8"], ben.Lines());
        Assert.Empty(ann.Ask(MessageType.Unshare, $"\\m\\{Name}.mp3"));
        Assert.Equal(["214 2 0 0"], ben.Ask(MessageType.Statistics));
    }

    [Fact]
    public void What_is_said_comes_byte_for_byte()
    {
        var (ann, ben) = (_desk.User("ann").Send(MessageType.Join, "#x"), _desk.User("ben").Send(MessageType.Join, "#x"));
        ann.Read();
        ben.Read();
        ben.Send(MessageType.PrivateMessage, $"ann {Name} \u00c3\u00a9 \u0081");
        ben.Send(MessageType.Say, $"#x {Name}");
        ben.Send(MessageType.Emote, $"#x \"{Name}\"");
        Assert.Equal([$"205 ben {Name} \u00c3\u00a9 \u0081", $"403 #x ben {Name}", $"824 #x ben \"{Name}\""], ann.Lines());
    }
}
