using Shoal.Runtime;

namespace Shoal.Net.Tests.Sockets;

/// <summary>Reads all that comes and sends what it is given, in runs of random number and lengths.</summary>
internal sealed unsafe class Pump : ILinkHandler
{
    private const int MostRuns = 33;

    private readonly ILink _link;
    private readonly Random _chance;
    private readonly byte[] _toSend;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(512 * 1024, pinned: true);
    private readonly List<byte> _received = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _expected;

    public Pump(ILink link, int seed, byte[]? toSend = null, long expected = long.MaxValue)
    {
        _link = link;
        _chance = new Random(seed);
        _expected = expected;
        _toSend = GC.AllocateArray<byte>(toSend?.Length ?? 0, pinned: true);
        toSend?.CopyTo(_toSend, 0);
    }

    public ILink Link => _link;

    public int Sent { get; private set; }

    public int Writables { get; private set; }

    public byte[] Received => [.. _received];

        /// <summary>The other end closed.</summary>
    public Task Ended => _ended.Task.WaitAsync(TestNet.Deadline);

    public Task AllSent => _sent.Task.WaitAsync(TestNet.Deadline);

    /// <summary>As many bytes came as were expected.</summary>
    public Task Enough => _enough.Task.WaitAsync(TestNet.Deadline);

    /// <summary>Called on the loop after each receive.</summary>
    public Action? AfterReceive { get; set; }

    public void Start(Loop loop)
    {
        _link.Attach(loop, this);
        Send();
    }

    public void OnReadable()
    {
        Span<IoRun> runs = stackalloc IoRun[MostRuns];
        fixed (byte* buffer = _buffer)
        {
            var count = Split(runs, buffer, _buffer.Length);
            var got = _link.Receive(runs[..count]);
            if (got == ILink.Closed)
            {
                _link.Close();
                _ended.TrySetResult();
                return;
            }

            _received.AddRange(_buffer.AsSpan(0, got));
        }

        if (_received.Count >= _expected)
        {
            _enough.TrySetResult();
        }

        AfterReceive?.Invoke();
    }

    public void OnWritable()
    {
        Writables++;
        Send();
    }

    /// <summary>Sends until the link is full or all is gone.</summary>
    public void Send()
    {
        Span<IoRun> runs = stackalloc IoRun[MostRuns];
        while (Sent < _toSend.Length)
        {
            fixed (byte* bytes = _toSend)
            {
                var count = Split(runs, bytes + Sent, _toSend.Length - Sent);
                var taken = _link.Send(runs[..count]);
                Assert.InRange(taken, ILink.Closed, Length(runs[..count]));
                if (taken == ILink.Closed)
                {
                    return;
                }

                Sent += taken;
                if (taken == 0)
                {
                    _link.NotifyWritable();
                    return;
                }
            }
        }

        _sent.TrySetResult();
    }

    private static int Length(ReadOnlySpan<IoRun> runs)
    {
        var length = 0;
        foreach (var run in runs)
        {
            length += run.Length;
        }

        return length;
    }

    private int Split(Span<IoRun> runs, byte* from, int available)
    {
        var count = 0;
        var most = _chance.Next(1, MostRuns + 1);
        while (count < most && available > 0)
        {
            var length = Math.Min(available, _chance.Next(4) == 0 ? _chance.Next(1, 20) : _chance.Next(1, 20_000));
            runs[count++] = new IoRun(from, length);
            from += length;
            available -= length;
        }

        return count;
    }
}
