using Shoal.Dht.Calls;
using Shoal.Dht.Messages;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Dht.Tests.Calls;

public class CallTableTests
{
    private readonly CallTable _calls = new(new SeededSecrets(1));

    [Fact]
    public void A_call_is_found_by_its_number_from_where_it_went_and_until_it_ends()
    {
        var call = _calls.Begin(Some.Public(1), null, new Nobody(), "tag", TimeSpan.Zero);
        var transaction = call.Transaction;
        Assert.Same(call, _calls.Find(transaction, Some.Public(1)));
        Assert.Null(_calls.Find(transaction, Some.Public(2)));
        Assert.Null(_calls.Find(transaction, Some.Public(1, port: 1)));
        Assert.Null(_calls.Find(transaction + 1, Some.Public(1)));
        _calls.End(call);
        Assert.Null(_calls.Find(transaction, Some.Public(1)));
        Assert.Equal(0, _calls.Count);
    }

    [Fact]
    public void One_taken_from_the_pool_is_not_late_because_the_one_before_was()
    {
        _calls.Begin(Some.Public(1), null, new Nobody(), null, TimeSpan.Zero);
        Assert.True(_calls.TryLate(TimeSpan.FromSeconds(1), out var late));
        Assert.True(late.IsLate);
        _calls.End(late);
        Assert.Same(late, _calls.Begin(Some.Public(2), null, new Nobody(), null, TimeSpan.FromSeconds(1)));
        Assert.False(late.IsLate);
    }

    [Fact]
    public void Each_is_late_once_and_lost_once_and_first_come_first()
    {
        for (var i = 0; i < 3; i++)
        {
            _calls.Begin(Some.Public(i), null, new Nobody(), null, TimeSpan.FromMilliseconds(i));
        }

        Assert.Equal(TimeSpan.FromSeconds(0.6), _calls.NextDue);
        Assert.False(_calls.TryLate(TimeSpan.FromSeconds(0.599), out _));
        Assert.Equal([Some.Public(0), Some.Public(1), Some.Public(2)], Late(TimeSpan.FromSeconds(1)));
        Assert.Empty(Late(TimeSpan.FromSeconds(7)));
        Assert.Equal(TimeSpan.FromSeconds(8), _calls.NextDue);
        Assert.False(_calls.TryLost(TimeSpan.FromSeconds(7.999), out _));
        Assert.True(_calls.TryLost(TimeSpan.FromSeconds(8), out var lost));
        Assert.Equal(Some.Public(0), lost.To);
        _calls.End(lost);
        Assert.False(_calls.TryLost(TimeSpan.FromSeconds(8), out _));
    }

    [Fact]
    public void Deadlines_of_one_that_has_ended_are_not_those_of_the_next_that_takes_its_place()
    {
        var first = _calls.Begin(Some.Public(1), null, new Nobody(), null, TimeSpan.Zero);
        _calls.End(first);
        var second = _calls.Begin(Some.Public(2), null, new Nobody(), null, TimeSpan.FromSeconds(5));
        Assert.Same(first, second);
        Assert.Equal(TimeSpan.FromSeconds(5.6), _calls.NextDue);
        Assert.Empty(Late(TimeSpan.FromSeconds(5.5)));
        Assert.False(second.IsLate);
        Assert.False(_calls.TryLost(TimeSpan.FromSeconds(12), out _));
        Assert.True(_calls.TryLost(TimeSpan.FromSeconds(13), out _));
    }

    [Fact]
    public void With_nothing_out_nothing_is_due()
    {
        Assert.Null(_calls.NextDue);
        _calls.End(_calls.Begin(Some.Public(1), null, new Nobody(), null, TimeSpan.Zero));
        Assert.Null(_calls.NextDue);
    }

    /// <summary>Who guesses numbers must guess one of 2^32, and not the next.</summary>
    [Fact]
    public void Numbers_do_not_follow_from_each_other()
    {
        var numbers = new List<uint>();
        for (var i = 0; i < 500; i++)
        {
            var call = _calls.Begin(Some.Public(i), null, new Nobody(), null, TimeSpan.Zero);
            numbers.Add(call.Transaction);
            _calls.End(call);
        }

        Assert.Equal(500, numbers.Distinct().Count());
        Assert.InRange(numbers.Count(n => n > uint.MaxValue / 2), 200, 300);
        Assert.InRange(numbers.Zip(numbers.Skip(1), (a, b) => b - a).Distinct().Count(), 490, 499);
    }

    private List<Runtime.Endpoint> Late(TimeSpan now)
    {
        var late = new List<Runtime.Endpoint>();
        while (_calls.TryLate(now, out var call))
        {
            Assert.True(call.IsLate);
            late.Add(call.To);
        }

        return late;
    }

    private sealed class Nobody : ICaller
    {
        public void OnReply(Call call, in KrpcMessage reply)
        {
        }

        public void OnLate(Call call)
        {
        }

        public void OnFailure(Call call, string reason)
        {
        }
    }
}
