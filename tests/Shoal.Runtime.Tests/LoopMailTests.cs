namespace Shoal.Runtime.Tests;

public sealed class LoopMailTests
{
    private readonly HandDrivenLoop _loop = new(new ManualTime());
    private readonly List<string> _log = [];

    [Fact]
    public void Mail_is_opened_in_the_order_in_which_it_was_posted()
    {
        for (var i = 0; i < 100; i++)
        {
            var number = i;
            _loop.Post(() => _log.Add(number.ToString()));
        }

        _loop.Run();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => i.ToString()), _log);
    }

    [Fact]
    public void Mail_posted_by_mail_waits_for_the_next_batch()
    {
        _loop.Post(() =>
        {
            _log.Add("first");
            _loop.Post(() => _log.Add("second"));
        });
        _loop.Run();
        Assert.Equal(["first"], _log);
        Assert.True(_loop.MailWaits);
        _loop.Run();
        Assert.Equal(["first", "second"], _log);
        Assert.False(_loop.MailWaits);
    }

    [Fact]
    public async Task A_question_is_answered_on_the_loop()
    {
        var answer = _loop.AskAsync(() => _log.Count);
        _log.Add("before the batch");
        Assert.False(answer.IsCompleted);
        _loop.Run();
        Assert.Equal(1, await answer);
    }

    [Fact]
    public void The_loop_is_woken_once_for_all_mail_of_a_batch_and_again_for_the_next()
    {
        _loop.Post(() => { });
        _loop.Post(() => { });
        Assert.Equal(1, _loop.Wakes);
        _loop.Run();
        _loop.Post(() => { });
        Assert.Equal(2, _loop.Wakes);
    }

    [Fact]
    public void Mail_posted_while_a_batch_runs_wakes_the_loop_again()
    {
        _loop.Post(() => _loop.Post(() => { }));
        _loop.Run();
        Assert.Equal(2, _loop.Wakes);
    }

    [Fact]
    public void Timers_fire_after_mail_and_the_flush_comes_last_and_once()
    {
        var outbox = new Outbox(() => _log.Add("flush"));
        var timer = _loop.CreateTimer(() => _log.Add("timer"));
        timer.Arm(TimeSpan.Zero);
        _loop.FlushLater(outbox);
        _loop.Post(() => _log.Add("mail"));
        _loop.Run();
        _loop.Run();
        Assert.Equal(["mail", "timer", "flush"], _log);
    }

    [Fact]
    public void An_outbox_asked_for_by_a_flush_is_flushed_in_the_same_batch()
    {
        var second = new Outbox(() => _log.Add("second"));
        var first = new Outbox(() =>
        {
            _log.Add("first");
            _loop.FlushLater(second);
        });
        _loop.FlushLater(first);
        _loop.Run();
        Assert.Equal(["first", "second"], _log);
    }

    [Fact]
    public void Mail_from_many_threads_arrives_once_each_and_in_order_per_thread()
    {
        const int Threads = 4;
        const int Each = 5_000;
        var seen = new List<(int Thread, int Number)>();
        var posters = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                var number = i;
                _loop.Post(() => seen.Add((thread, number)));
            }
        })).ToList();
        posters.ForEach(poster => poster.Start());
        while (posters.Any(poster => poster.IsAlive))
        {
            _loop.Run();
        }

        _loop.Run();
        for (var thread = 0; thread < Threads; thread++)
        {
            Assert.Equal(Enumerable.Range(0, Each), seen.Where(entry => entry.Thread == thread).Select(entry => entry.Number));
        }
    }

    private sealed class Outbox(Action flush) : IFlushable
    {
        public void FlushOnLoop() => flush();
    }
}
