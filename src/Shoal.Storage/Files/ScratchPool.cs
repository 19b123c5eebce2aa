namespace Shoal.Storage.Files;

/// <summary>As many as calls ever ran at once.</summary>
internal sealed class ScratchPool : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stack<Scratch> _idle = new();

    public Scratch Rent()
    {
        lock (_gate)
        {
            if (_idle.TryPop(out var scratch))
            {
                return scratch;
            }
        }

        return new Scratch();
    }

    public void Return(Scratch scratch)
    {
        scratch.Segments.Clear();
        lock (_gate)
        {
            _idle.Push(scratch);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            while (_idle.TryPop(out var scratch))
            {
                scratch.Dispose();
            }
        }
    }
}
