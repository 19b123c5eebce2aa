namespace Shoal.Net.Sockets.Packets;

/// <summary>A thread with sockets, which are open from the beginning; it ends, and they close, when it is disposed.</summary>
internal abstract class PacketThread : IDisposable
{
    private readonly Thread _thread;
    private readonly Action<Exception> _onCrash;
    private volatile bool _isStopping;

    protected PacketThread(string name, Action<Exception> onCrash)
    {
        _onCrash = onCrash;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    protected bool IsStopping => _isStopping;

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _isStopping = true;
        Wake();
        if (!_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            _thread.Join();
        }

        Close();
    }

    /// <summary>Answers packets until it shall end.</summary>
    protected abstract void Serve();

    /// <summary>Makes the thread look whether it shall end.</summary>
    protected abstract void Wake();

    protected abstract void Close();

    private void Run()
    {
        try
        {
            Serve();
        }
#pragma warning disable CA1031 // Whatever it is, the owner decides what becomes of the process.
        catch (Exception e)
        {
            _onCrash(e);
        }
#pragma warning restore CA1031
    }
}
