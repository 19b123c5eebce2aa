using Shoal.Runtime;

namespace Shoal.Napster.Server;

/// <summary>Something that blocks, done by a worker, and what is made of its result on the loop.</summary>
/// <param name="work">What blocks.</param>
/// <param name="then">Told on the loop.</param>
/// <param name="failed">Told on the loop where it could not be done: a disk that is full, a database that is broken.</param>
internal sealed class Errand<T>(Func<T> work, Action<T> then, Action<Exception> failed) : IWork, IMail
{
    private T? _result;
    private Exception? _failure;

    public void Run()
    {
        try
        {
            _result = work();
        }
#pragma warning disable CA1031 // A worker must not throw: whatever went wrong is told on the loop.
        catch (Exception e)
        {
            _failure = e;
        }
#pragma warning restore CA1031
    }

    public void OpenOnLoop()
    {
        if (_failure is { } failure)
        {
            failed(failure);
        }
        else
        {
            then(_result!);
        }
    }
}
