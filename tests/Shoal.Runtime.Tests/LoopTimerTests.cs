using FsCheck;
using FsCheck.Fluent;

namespace Shoal.Runtime.Tests;

public sealed class LoopTimerTests
{
    private readonly HandDrivenLoop _loop = new(new ManualTime());
    private readonly List<string> _log = [];

    [Fact]
    public void A_timer_fires_when_its_time_has_come_and_only_once()
    {
        Timer("a").Arm(Seconds(2));
        Assert.Equal(Seconds(2), _loop.Run());
        _loop.Clock.Advance(Seconds(2) - TimeSpan.FromTicks(1));
        _loop.Run();
        Assert.Empty(_log);
        _loop.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_loop.Run());
        _loop.RunUntil(Seconds(10));
        Assert.Equal(["a"], _log);
    }

    [Fact]
    public void Timers_due_together_fire_in_the_order_of_their_arming()
    {
        var (a, b, c) = (Timer("a"), Timer("b"), Timer("c"));
        a.Arm(Seconds(3));
        b.Arm(Seconds(3));
        c.Arm(Seconds(3));
        b.Arm(Seconds(3));
        _loop.RunUntil(Seconds(3));
        Assert.Equal(["a", "c", "b"], _log);
    }

    [Fact]
    public void Arming_again_forgets_the_earlier_arming_whether_it_was_sooner_or_later()
    {
        var (sooner, later) = (Timer("was sooner"), Timer("was later"));
        sooner.Arm(Seconds(1));
        sooner.Arm(Seconds(5));
        later.Arm(Seconds(9));
        later.Arm(Seconds(2));
        _loop.RunUntil(Seconds(2));
        Assert.Equal(["was later"], _log);
        _loop.RunUntil(Seconds(20));
        Assert.Equal(["was later", "was sooner"], _log);
    }

    [Fact]
    public void The_next_due_time_is_that_of_the_last_arming()
    {
        var timer = Timer("a");
        timer.Arm(Seconds(1));
        timer.Arm(Seconds(5));
        Assert.Equal(Seconds(5), _loop.Run());
        timer.Disarm();
        Assert.Null(_loop.Run());
    }

    [Fact]
    public void A_disarmed_timer_does_not_fire_and_can_be_armed_again()
    {
        var timer = Timer("a");
        timer.Arm(Seconds(1));
        timer.Disarm();
        _loop.RunUntil(Seconds(2));
        Assert.Empty(_log);
        timer.Arm(Seconds(1));
        _loop.RunUntil(Seconds(3));
        Assert.Equal(["a"], _log);
    }

    [Fact]
    public void A_timer_disarmed_by_another_of_the_same_moment_does_not_fire()
    {
        var victim = Timer("victim");
        var first = _loop.CreateTimer(victim.Disarm);
        first.Arm(Seconds(1));
        victim.Arm(Seconds(1));
        _loop.RunUntil(Seconds(2));
        Assert.Empty(_log);
    }

    [Fact]
    public void A_timer_that_arms_itself_at_once_lets_the_batch_end()
    {
        LoopTimer? timer = null;
        timer = _loop.CreateTimer(() =>
        {
            _log.Add("a");
            timer!.Arm(TimeSpan.Zero);
        });
        timer.Arm(TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, _loop.Run());
        Assert.Equal(["a"], _log);
        _loop.Run();
        Assert.Equal(["a", "a"], _log);
    }

    [Fact]
    public void A_negative_delay_is_now()
    {
        Timer("a").Arm(Seconds(-1));
        _loop.Run();
        Assert.Equal(["a"], _log);
    }

    [Fact]
    public void A_timer_put_off_again_and_again_holds_one_entry_of_the_queue()
    {
        var timer = Timer("a");
        for (var i = 0; i < 10_000; i++)
        {
            _loop.Clock.Advance(TimeSpan.FromMilliseconds(1));
            timer.Arm(Seconds(120));
            timer.Disarm();
            timer.Arm(Seconds(121));
        }

        Assert.Equal(1, _loop.QueuedTimers);
        Assert.Equal(Seconds(131), _loop.Run());
    }

    [Fact]
    public void Any_sequence_of_arming_and_disarming_fires_as_a_plain_list_would()
    {
        // Each step: a timer of five, what to do (0 disarms), how long to wait before it.
        var step = from timer in Gen.Choose(0, 4)
                   from delay in Gen.Choose(0, 12)
                   from wait in Gen.Choose(0, 4)
                   select (timer, delay, wait);
        Prop.ForAll(step.ArrayOf().ToArbitrary(), steps => Assert.Equal(ByPlainList(steps), ByLoop(steps))).QuickCheckThrowOnFailure();
    }

    private static List<string> ByLoop((int Timer, int Delay, int Wait)[] steps)
    {
        var (loop, log) = (new HandDrivenLoop(new ManualTime()), new List<string>());
        var timers = Enumerable.Range(0, 5).Select(i => loop.CreateTimer(() => log.Add($"{i}@{loop.Now.TotalSeconds}"))).ToArray();
        foreach (var (timer, delay, wait) in steps)
        {
            loop.RunUntil(loop.Now + Seconds(wait));
            if (delay == 0)
            {
                timers[timer].Disarm();
            }
            else
            {
                timers[timer].Arm(Seconds(delay));
            }
        }

        loop.RunUntil(loop.Now + Seconds(100));
        return log;
    }

    private static List<string> ByPlainList((int Timer, int Delay, int Wait)[] steps)
    {
        var (now, log, armed) = (0, new List<string>(), new List<(int Timer, int Due)>());
        void Advance(int to)
        {
            foreach (var (timer, due) in armed.Where(entry => entry.Due <= to).OrderBy(entry => entry.Due).ToList())
            {
                log.Add($"{timer}@{due}");
            }

            armed.RemoveAll(entry => entry.Due <= to);
            now = to;
        }

        foreach (var (timer, delay, wait) in steps)
        {
            Advance(now + wait);
            armed.RemoveAll(entry => entry.Timer == timer);
            if (delay > 0)
            {
                armed.Add((timer, now + delay));
            }
        }

        Advance(now + 100);
        return log;
    }

    private LoopTimer Timer(string name) => _loop.CreateTimer(() => _log.Add(name));

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);
}
