using System.Text;
using Shoal.Cli.Napster.Listing;
using Shoal.Cli.Shell;
using Shoal.Napster.Client.Searching;

namespace Shoal.Cli.Tests.Napster;

public sealed class FileRowsTests
{
    private static readonly RemoteFile[] Files =
    [
        new() { Nick = "ann", Name = Encoding.UTF8.GetBytes(@"\Music\So What.flac"), Size = 5_000_000_000, Duration = 565, Bitrate = 900, Frequency = 44100, Line = 10 },
        new() { Nick = "ben", Name = Encoding.Latin1.GetBytes("Z:\\nap\\Björk\u001b[2J.mp3"), Size = 3 << 20, Duration = 7384, Line = 77 },
    ];

    [Fact]
    public void People_read_a_table() => Assert.Equal(
        """
           Name                           Size   Length  kbit/s  Owner  Line
        1  \Music\So What.flac        4.66 GiB     9:25     900  ann    T3
        2  Z:\nap\Björk\u{1b}[2J.mp3     3 MiB  2:03:04          ben    ?

        """,
        Write(json: false, isTerminal: true));

    [Fact]
    public void A_pipe_gets_whole_numbers() => Assert.Equal(
        "1\t\\Music\\So What.flac\t5000000000\t565\t900\tann\tT3\n2\tZ:\\nap\\Björk\\u{1b}[2J.mp3\t3145728\t7384\t0\tben\t?\n", Write(json: false, isTerminal: false));

    [Fact]
    public void Programs_read_the_bytes_of_a_name_that_is_no_utf8()
    {
        var read = new CliResult(0, Write(json: true, isTerminal: true), "").Json;
        Assert.Equal(("Z:\\nap\\Björk\u001b[2J.mp3", 2, 3 << 20), (read[1].GetProperty("name").GetString()!, read[1].GetProperty("number").GetInt32(), read[1].GetProperty("size").GetInt32()));
        Assert.Equal(Files[1].Name.ToArray(), read[1].GetProperty("nameBytes").GetBytesFromBase64());
    }

    private static string Write(bool json, bool isTerminal)
    {
        using var text = new StringWriter();
        FileRows.Write(Files, new Output(text, TextWriter.Null, json, isTerminal: false, isTerminal, () => 80));
        return text.ToString();
    }
}
