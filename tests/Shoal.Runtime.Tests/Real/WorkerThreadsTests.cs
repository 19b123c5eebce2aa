using Shoal.Runtime.Real;

namespace Shoal.Runtime.Tests.Real;

public sealed class WorkerThreadsTests
{
    private readonly HandDrivenLoop _loop = new(new ManualTime());

    [Fact]
    public void Work_runs_off_the_loop_and_its_completion_on_it()
    {
        var done = new List<string>();
        var work = new Work(() => done.Add(Thread.CurrentThread.Name ?? ""));
        using (var workers = new WorkerThreads(2))
        {
            Assert.Equal(2, workers.Count);
            workers.Submit(work, _loop, new Mail(() => done.Add("completed")));
        }

        Assert.StartsWith("shoal-worker-", Assert.Single(done), StringComparison.Ordinal);
        _loop.Run();
        Assert.Equal("completed", done[1]);
    }

    [Fact]
    public void One_worker_takes_work_in_the_order_in_which_it_was_given()
    {
        var (ran, completed) = (new List<int>(), new List<int>());
        using (var workers = new WorkerThreads(1))
        {
            for (var i = 0; i < 1_000; i++)
            {
                var number = i;
                workers.Submit(new Work(() => ran.Add(number)), _loop, new Mail(() => completed.Add(number)));
            }
        }

        _loop.Run();
        Assert.Equal(Enumerable.Range(0, 1_000), ran);
        Assert.Equal(Enumerable.Range(0, 1_000), completed);
    }

    [Fact]
    public void As_many_pieces_of_work_run_at_once_as_there_are_workers()
    {
        // Each waits for the other two: with fewer workers this would never end, so the barrier has a deadline.
        using var barrier = new Barrier(3);
        var met = 0;
        using (var workers = new WorkerThreads(3))
        {
            for (var i = 0; i < 3; i++)
            {
                workers.Submit(
                    new Work(() =>
                    {
                        if (barrier.SignalAndWait(TimeSpan.FromSeconds(20)))
                        {
                            Interlocked.Increment(ref met);
                        }
                    }),
                    _loop,
                    new Mail(() => { }));
            }
        }

        Assert.Equal(3, met);
    }

    [Fact]
    public void Ending_finishes_what_is_queued()
    {
        var count = 0;
        using var gate = new ManualResetEventSlim();
        var workers = new WorkerThreads(2);
        for (var i = 0; i < 100; i++)
        {
            workers.Submit(
                new Work(() =>
                {
                    gate.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
                    Interlocked.Increment(ref count);
                }),
                _loop,
                new Mail(() => { }));
        }

        gate.Set();
        workers.Dispose();
        Assert.Equal(100, count);
        workers.Dispose();
    }

    [Fact]
    public void At_least_one_worker_is_asked_for() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerThreads(0));

    [Fact]
    public void A_thread_that_hangs_is_left_behind()
    {
        using var release = new ManualResetEvent(initialState: false);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using (var workers = new WorkerThreads(2))
        {
            workers.Submit(new Work(() => release.WaitOne()), _loop, new Mail(static () => { }));
        }

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 4);
        release.Set();
    }

    private sealed class Work(Action run) : IWork
    {
        public void Run() => run();
    }

    private sealed class Mail(Action open) : IMail
    {
        public void OpenOnLoop() => open();
    }
}
