using Shoal.Dht.Nodes;
using Shoal.Runtime;

namespace Shoal.Dht.Tests.Nodes;

public class NewcomersTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(3);

    private readonly Newcomers _newcomers = new(new SeededChance(1));

    [Fact]
    public void One_comes_when_it_is_due_and_once()
    {
        _newcomers.Add(Some.Secure(1), 0, Soon);
        Assert.False(_newcomers.TryTake(Soon - TimeSpan.FromSeconds(1), out _));
        Assert.True(_newcomers.TryTake(Soon, out var contact));
        Assert.Equal(Some.Secure(1), contact);
        Assert.False(_newcomers.TryTake(2 * Soon, out _));
    }

    [Fact]
    public void Who_asks_again_waits_anew_and_in_one_place()
    {
        _newcomers.Add(Some.Secure(1), 0, Soon);
        _newcomers.Add(Some.Secure(1) with { Id = default }, 0, 2 * Soon);
        Assert.Equal(1, _newcomers.Count);
        Assert.False(_newcomers.TryTake(Soon, out _));
        Assert.True(_newcomers.TryTake(2 * Soon, out var contact));
        Assert.Equal(default, contact.Id);
    }

    [Fact]
    public void Whoever_is_due_does_not_wait_for_others()
    {
        _newcomers.Add(Some.Secure(1), 9, 2 * Soon);
        _newcomers.Add(Some.Secure(2), 0, Soon);
        _newcomers.Add(Some.Secure(3), 9, 2 * Soon);
        Assert.True(_newcomers.TryTake(Soon, out var contact));
        Assert.Equal(Some.Secure(2), contact);
        Assert.Equal(2, _newcomers.Count);
    }

    [Fact]
    public void The_near_come_before_the_far_and_take_their_places()
    {
        for (var i = 0; i < 64; i++)
        {
            _newcomers.Add(Some.Secure(i), i % 2, TimeSpan.Zero);
        }

        for (var i = 64; i < 96; i++)
        {
            _newcomers.Add(Some.Secure(i), 2, TimeSpan.Zero);
        }

        _newcomers.Add(Some.Secure(96), 0, TimeSpan.Zero);
        var order = new List<int>();
        while (_newcomers.TryTake(Soon, out var contact))
        {
            order.Add(Enumerable.Range(0, 97).First(i => Some.Secure(i) == contact));
        }

        // The near ones that came last, and of the others those that are nearer.
        Assert.Equal(Enumerable.Range(64, 32), order.Take(32).Order());
        Assert.Equal(Enumerable.Range(0, 32).Select(i => 2 * i + 1), order.Skip(32).Order());
    }

    [Fact]
    public void A_crowd_takes_the_places_of_some_by_chance_and_no_more_room()
    {
        for (var i = 0; i < 128; i++)
        {
            _newcomers.Add(Some.Secure(i), 3, TimeSpan.Zero);
        }

        Assert.Equal(64, _newcomers.Count);
        var left = new List<NodeContact>();
        while (_newcomers.TryTake(Soon, out var contact))
        {
            left.Add(contact);
        }

        Assert.Equal(64, left.Distinct().Count());
        // Of the first 64 each survives 64 draws of 64: with a chance of 0.365.
        Assert.InRange(left.Count(c => Enumerable.Range(0, 64).Any(i => Some.Secure(i) == c)), 12, 36);
    }
}
