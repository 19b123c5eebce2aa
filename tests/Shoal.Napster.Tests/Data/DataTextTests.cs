using System.Text;
using Shoal.Napster.Client.Data;

namespace Shoal.Napster.Tests.Data;

/// <summary>Requests and answers as they are written, cut anywhere.</summary>
public sealed class DataTextTests
{
    [Theory]
    [InlineData("G", "More")]
    [InlineData("GET", "More")]
    [InlineData("GETbob", "More")]
    [InlineData("GETbob \"\\a b.mp3", "More")]
    [InlineData("GETbob \"\\a b.mp3\"", "Maybe Get bob \\a b.mp3 0")]
    [InlineData("GETbob \"\\a b.mp3\" 50", "Maybe Get bob \\a b.mp3 50")]
    [InlineData("GETbob \"\\a b.mp3\" 50 sha2", "Maybe Get bob \\a b.mp3 50")]
    [InlineData("GETbob \"\\a b.mp3\" 50 sha256", "Whole Get bob \\a b.mp3 50 hash")]
    [InlineData("GETbob \"\\a b.mp3\" 50\n", "Whole Get bob \\a b.mp3 50")]
    [InlineData("GET bob \\a.mp3 5 ", "Maybe Get bob \\a.mp3 5")]
    [InlineData("GETLIST", "Maybe GetList   0")]
    [InlineData("GETLIST\n", "Whole GetList   0")]
    [InlineData("GETLISTER \"a\" 1 ", "Maybe Get LISTER a 1")]
    [InlineData("SENDLIST bob\nx", "Whole SendList bob  0")]
    [InlineData("SENDbob \"a\" ", "More")]
    [InlineData("SENDbob \"a\" 7", "Maybe Send bob a 7")]
    [InlineData("HELO", "Bad")]
    [InlineData("GETbob \"\" 1", "Bad")]
    [InlineData("GETbob \"a\" x", "Bad")]
    [InlineData("GETbob \"a\" 9223372036854775808", "Bad")]
    public void A_request_is_read_as_far_as_it_came(string text, string expected)
    {
        var reading = DataRequest.Read(Encoding.UTF8.GetBytes(text), out var request, out _);
        Assert.Equal(expected, request is null ? $"{reading}" : $"{reading} {request.Kind} {request.Nick} {Encoding.UTF8.GetString(request.Path ?? [])} {request.Number}{(request.WantsHash ? " hash" : "")}");
    }

    [Theory]
    [InlineData("21090" + "12345", 21090L, 21090L, 5)]
    [InlineData("21090", 21090L, 21090L, 5)]
    [InlineData("2109x", 21090L, 2109L, 4)]
    [InlineData("\n21090x", 21090L, 21090L, 6)]
    [InlineData("42949883867", 21090L, 4294988386L, 10)]
    [InlineData("21090xyz", null, 21090L, 5)]
    [InlineData("0", 0L, 0L, 1)]
    public void Where_the_size_ends_follows_from_what_the_server_told(string text, long? expected, long size, int used)
    {
        Assert.Equal(Reading.Whole, SizeAnswer.Read(Encoding.ASCII.GetBytes(text), expected, askedHash: false, wasGreeted: true, out var answer));
        Assert.Equal((size, used), (answer.Size, answer.Used));
    }

    [Fact]
    public void A_hash_is_taken_by_who_asked_alone_and_data_that_begins_like_one_is_data()
    {
        var hash = new string('a', 64);
        var text = Encoding.ASCII.GetBytes($"5 sha256={hash}\nhello");
        Assert.Equal(Reading.Whole, SizeAnswer.Read(text, 5, askedHash: true, wasGreeted: true, out var answer));
        Assert.Equal((hash, "hello"), (answer.Sha256.ToString(), Encoding.ASCII.GetString(text[answer.Used..])));
        SizeAnswer.Read(text, 5, askedHash: false, wasGreeted: true, out answer);
        Assert.Equal((null, 1), (answer.Sha256, answer.Used));
        Assert.Equal(Reading.Maybe, SizeAnswer.Read(text.AsSpan(0, 20), 5, askedHash: true, wasGreeted: true, out answer));
        Assert.Equal(Reading.Whole, SizeAnswer.Read("5 sha5"u8, 5, askedHash: true, wasGreeted: true, out answer));
        Assert.Equal((null, 1), (answer.Sha256, answer.Used));
    }
}
