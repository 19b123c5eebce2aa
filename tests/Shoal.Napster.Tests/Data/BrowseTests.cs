using System.Collections.Concurrent;
using System.Text;
using Shoal.Napster.Client.Data;

namespace Shoal.Napster.Tests.Data;

/// <summary>Lists of files, straight from a peer.</summary>
public sealed class BrowseTests : IDisposable
{
    private const string First = "\"\\music\\a.mp3\" 0123 5000 128 44100 20";
    private const string Second = "\"\\music\\b c.mp3\" 0123 6000 128 44100 20";
    private readonly DataSite _ann = new();

    [Theory]
    [InlineData("plain")]
    [InlineData("teknap")]
    public void The_list_of_an_old_client_is_read(string how)
    {
        using var peer = new ForeignPeer("list", how, "bob", First, Second);
        var list = new Heard();
        var remote = peer.Listens();
        _ann.On(() => _ann.Port.Browse(remote, list));
        Assert.Equal("GETLIST", peer.Line());
        Assert.Equal(EndKind.Done, DataSite.TakeOf(list.Ends).Kind);
        Assert.Equal([First, Second], list.Lines);
    }

    [Fact]
    public void A_list_without_its_end_is_not_whole()
    {
        using var peer = new ForeignPeer("list", "short", "bob", First);
        var list = new Heard();
        var remote = peer.Listens();
        _ann.On(() => _ann.Port.Browse(remote, list));
        Assert.Equal(EndKind.Broken, DataSite.TakeOf(list.Ends).Kind);
        Assert.Equal([First], list.Lines);
    }

    [Fact]
    public void An_old_client_reads_our_list()
    {
        _ann.List = new Lines($"{First}\n{Second}\n");
        using var peer = new ForeignPeer("browse", $"{_ann.Local.Port}");
        Assert.Equal($"1ann|{First}|{Second}||"[1..], peer.Line());
    }

    [Fact]
    public void A_list_that_nobody_announced_is_refused()
    {
        using var peer = new ForeignPeer("browse", $"{_ann.Local.Port}");
        Assert.Equal("INVALID REQUEST", peer.Line());
    }

    [Fact]
    public void A_list_of_many_parts_comes_from_one_of_ours_and_is_brought_by_one()
    {
        var part = string.Concat(Enumerable.Range(0, 1000).Select(static i => $"\"\\music\\{i}.mp3\" 0123 6000 128 44100 20\n"));
        var parts = Enumerable.Repeat(part, 50).ToArray();
        using var ben = new DataSite();
        _ann.List = new Lines(parts);
        var asked = new Heard();
        ben.On(() => ben.Port.Browse(_ann.Local, asked));
        Assert.Equal(EndKind.Done, DataSite.TakeOf(asked.Ends).Kind);
        Assert.Equal(string.Concat(parts), string.Concat(asked.Lines.Select(static line => line + "\n")));

        var brought = new Heard();
        ben.Brought = brought;
        _ann.On(() => _ann.Port.PushList(new Lines(parts), ben.Local));
        Assert.Equal(EndKind.Done, DataSite.TakeOf(brought.Ends).Kind);
        Assert.Equal(50_000, brought.Lines.Count);
    }

    public void Dispose() => _ann.Dispose();

    internal sealed class Lines(params string[] parts) : IShareLines
    {
        private readonly Queue<string> _parts = new(parts);

        public void Next(Action<byte[]?> part) => part(_parts.TryDequeue(out var next) ? Encoding.UTF8.GetBytes(next) : null);
    }

    internal sealed class Heard : IBrowseWatcher
    {
        public List<string> Lines { get; } = [];

        public BlockingCollection<DataEnd> Ends { get; } = [];

        public void OnLine(ReadOnlySpan<byte> line) => Lines.Add(Encoding.UTF8.GetString(line));

        public void OnEnded(DataEnd end) => Ends.Add(end);
    }
}
