using System.Net;
using System.Net.Sockets;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Names;

/// <summary>The system's resolver. It chooses the address that it asks from; where that matters there is <see cref="Naming.StubNames"/>.</summary>
public sealed class SystemNames : INames, IDisposable
{
    private readonly SemaphoreSlim _slots = new(Limits.SystemLookups);
    private int _waiting;

    /// <inheritdoc/>
    public void Resolve(Loop loop, string host, Action<NameAnswer> done)
    {
        ArgumentNullException.ThrowIfNull(loop);
        if (IPAddress.TryParse(host, out var literal))
        {
            loop.Post(() => done(NameAnswer.Of(literal)));
            return;
        }

        // The task cannot fail: whatever goes wrong is the answer.
        _ = AnswerAsync(loop, host, done);
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async Task AnswerAsync(Loop loop, string host, Action<NameAnswer> done)
    {
        var answer = await LookUpAsync(host);
        loop.Post(() => done(answer));
    }

    private async Task<NameAnswer> LookUpAsync(string host)
    {
        if (Interlocked.Increment(ref _waiting) > Limits.LookupsWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return NameAnswer.None("cannot be looked up: too many names are being looked up");
        }

        try
        {
            await _slots.WaitAsync();
            var lookup = Dns.GetHostAddressesAsync(host);
            // The thread that it blocks is free only when it ends, not when we give up.
            _ = lookup.ContinueWith(ended => Release(ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            var addresses = await lookup.WaitAsync(Limits.SystemLookup);
            return addresses.Length > 0 ? NameAnswer.Of(addresses) : NameAnswer.None("has no address");
        }
        catch (SocketException e)
        {
            return NameAnswer.None("cannot be looked up: " + e.Message);
        }
        catch (ArgumentException)
        {
            return NameAnswer.None("is no name of a host");
        }
        catch (TimeoutException)
        {
            return NameAnswer.None("cannot be looked up: the system's resolver does not answer");
        }
        catch (ObjectDisposedException)
        {
            return NameAnswer.None("cannot be looked up: the program ends");
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void Release(Task lookup)
    {
        _ = lookup.Exception;
        try
        {
            _slots.Release();
        }
        catch (ObjectDisposedException)
        {
            // The program ends.
        }
    }
}
