using Shoal.Catalog;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Tests;

/// <summary>Clients that ask faster than they are answered, or do not read, and a catalog that cannot be written.</summary>
public sealed class BackpressureTests : IDisposable
{
    private const string Token = "0123456789abcdef0123456789abcdef";
    private readonly NapsterDesk _desk = new(static options => options with { MostRows = 50_000, SendQueue = 200_000 });

    [Fact]
    public void What_comes_behind_a_search_is_answered_after_it()
    {
        var ann = _desk.User("ann");
        _desk.Readers.IsHeld = true;
        ann.Deliver([.. Client.Bytes(MessageType.Search, "FILENAME CONTAINS x"), .. Client.Bytes(MessageType.Statistics, ""), .. Client.Bytes(MessageType.Browse, "nobody")]);
        ann.Send(MessageType.Statistics);
        Assert.Empty(ann.Lines());
        _desk.Readers.Release();
        _desk.Readers.IsHeld = false;
        _desk.Settle();
        Assert.Equal(["202", "214 1 0 0", "210 nobody", "213 nobody", "214 1 0 0"], ann.Lines());
    }

    [Fact]
    public void Who_asks_on_and_on_while_he_waits_is_read_no_further_and_loses_nothing()
    {
        var ann = _desk.User("ann");
        _desk.Readers.IsHeld = true;
        ann.Send(MessageType.Search, "FILENAME CONTAINS x");
        var sent = 0;
        while (ann.Link.Handler is not null)
        {
            ann.Send(MessageType.Statistics, new string(' ', 1000));
            sent++;
            Assert.True(sent < 200, "the client is read on and on");
        }

        _desk.Readers.Release();
        _desk.Settle();
        Assert.NotNull(ann.Link.Handler);
        Assert.Equal(1 + sent, ann.Lines().Count);
    }

    [Fact]
    public void A_long_browse_is_written_as_fast_as_it_is_read_and_who_stops_reading_is_let_go()
    {
        var ann = _desk.User("ann");
        for (var i = 0; i < 4000; i++)
        {
            ann.Send(MessageType.Share, $"\"\\music\\an album with a long name\\song number {i} of very many.mp3\" {Token} {i} 128 44100 20");
        }

        var ben = _desk.User("ben");
        var taken = 0;
        ben.Link.Taking = offered =>
        {
            var take = Math.Min(offered, 20_000 - taken);
            taken += take;
            return take;
        };
        ben.Send(MessageType.Browse, "ann");
        for (var i = 0; i < 100 && !ben.IsClosed; i++)
        {
            taken = 0;
            ben.Link.BecomeWritable();
            _desk.Settle();
        }

        Assert.Equal(4001, ben.Read().Count);

        var deaf = _desk.User("deaf");
        deaf.Link.Taking = static _ => 0;
        for (var i = 0; i < 4000; i++)
        {
            ann.Send(MessageType.PrivateMessage, "deaf " + new string('x', 100));
        }

        Assert.True(deaf.IsClosed);
        Assert.False(ann.IsClosed);
    }

    [Fact]
    public void What_cannot_be_written_is_written_when_it_can_and_sharers_wait()
    {
        var ann = _desk.User("ann");
        _desk.Catalog.Failure = new CatalogException("database or disk is full");
        for (var i = 0; i < 5500; i++)
        {
            ann.Send(MessageType.Share, $"\"\\m\\song {i}.mp3\" {Token} {i} 128 44100 20");
        }

        Assert.Empty(ann.Lines());
        Assert.Empty(ann.Ask(MessageType.Statistics));
        _desk.Catalog.Failure = null;
        _desk.Loop.Advance(TimeSpan.FromSeconds(5));
        _desk.Settle();
        Assert.StartsWith("214 1 ", ann.Lines()[0], StringComparison.Ordinal);
        Assert.Equal(["214 1 5500 0"], ann.Ask(MessageType.Statistics));
    }

    [Fact]
    public void What_was_not_shared_for_a_month_is_forgotten_each_hour_until_nothing_is_left()
    {
        _desk.Loop.Advance(TimeSpan.FromHours(1));
        _desk.Settle();
        Assert.Equal(30, (_desk.Loop.Time.GetUtcNow() - Assert.Single(_desk.Catalog.Forgotten)).TotalDays, 0.01);
        _desk.Loop.Advance(TimeSpan.FromSeconds(5));
        _desk.Settle();
        Assert.Equal(2, _desk.Catalog.Forgotten.Count);
        _desk.Loop.Advance(TimeSpan.FromMinutes(59));
        _desk.Settle();
        Assert.Equal(2, _desk.Catalog.Forgotten.Count);
        _desk.Loop.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, _desk.Catalog.Forgotten.Count);
    }

    /// <summary>The catalog hears of that later.</summary>
    [Fact]
    public async Task Who_has_just_gone_shares_nothing_in_the_figures_either()
    {
        var ann = _desk.User("ann").Send(MessageType.Share, $"\"\\m\\a.mp3\" {Token} 10 128 44100 20");
        _desk.User("ben").Send(MessageType.Share, $"\"\\m\\b.mp3\" {Token} 7 128 44100 20");
        Assert.Equal((2, 2, 17), await Figures());
        _desk.Writer.IsHeld = true;
        ann.Leave();
        Assert.Equal((1, 1, 7), await Figures());
        _desk.Writer.Release();

        async Task<(int Users, long Files, long Bytes)> Figures()
        {
            var asked = _desk.Server.ReadAsync();
            _desk.Settle();
            var reading = await asked;
            return (reading.Users, reading.Catalog.Files, reading.Catalog.Bytes);
        }
    }

    [Fact]
    public void A_message_longer_than_any_ends_the_connection_and_a_long_batch_of_files_does_not()
    {
        var ann = _desk.User("ann");
        ann.Send(MessageType.ShareBatch, "\"\\m\" " + string.Join(' ', Enumerable.Range(0, 400).Select(i => $"\"song {i}.mp3\" {Token} {i} 128 44100 20")));
        Assert.Equal(["214 1 400 0"], ann.Ask(MessageType.Statistics));
        Assert.Equal(["404 message too long: 2049 bytes, and 2048 are the most"], ann.Ask(MessageType.Search, new string('x', 2049)));
        Assert.True(ann.IsClosed);
    }

    [Fact]
    public void Who_does_not_log_in_is_let_go_after_a_minute()
    {
        var stranger = _desk.Connect();
        _desk.Loop.Advance(TimeSpan.FromSeconds(55));
        Assert.False(stranger.IsClosed);
        _desk.Loop.Advance(TimeSpan.FromSeconds(5));
        _desk.Settle();
        Assert.Equal(["0 no login came"], stranger.Lines());
        Assert.True(stranger.IsClosed);
    }

    public void Dispose() => _desk.Dispose();
}
