using System.Net.Sockets;

namespace Shoal.Cli.Shipping;

/// <summary>Takes verbs from other processes and runs them here, until it is disposed of.</summary>
internal sealed class Dock : IAsyncDisposable
{
    /// <summary>Chats, searches and downloads of one person; each has a thread at most.</summary>
    private const int MostGuests = 64;

    /// <summary>A guest that is nearly done ends in order.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A guest that was told to end.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>The system has no more sockets, for a while.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ControlSocket _socket;
    private readonly RunCall _run;
    private readonly SemaphoreSlim _room = new(MostGuests);
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly HashSet<Task> _guests = [];
    private readonly Lock _gate = new();
    private readonly Task _accepting;
    private readonly CancellationToken _hurry;

    private Dock(ControlSocket socket, RunCall run, CancellationToken hurry)
    {
        _socket = socket;
        _run = run;
        _hurry = hurry;
        _accepting = AcceptAsync();
    }

    /// <param name="folder">Private, and locked by this process.</param>
    /// <param name="run">Runs a call.</param>
    /// <param name="hurry">The user wants an end: guests are waited for no longer.</param>
    /// <exception cref="IOException">Its socket cannot be made.</exception>
    public static Dock Open(string folder, RunCall run, CancellationToken hurry) => new(ControlSocket.Open(folder), run, hurry);

    /// <summary>Takes no more, lets guests end, and ends those that do not.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _accepting;
        _socket.Dispose();
        await RestAsync(Patience, _hurry);
        await _cut.CancelAsync();
        await RestAsync(Grace, CancellationToken.None);
    }

    private async Task RestAsync(TimeSpan most, CancellationToken hurry)
    {
        Task[] guests;
        lock (_gate)
        {
            guests = [.. _guests];
        }

        // Guests fail by themselves and say so to their callers.
        await Task.WhenAny(Task.WhenAll(guests), Task.Delay(most, hurry));
    }

    private async Task AcceptAsync()
    {
        while (!_closed.IsCancellationRequested)
        {
            try
            {
                await _room.WaitAsync(_closed.Token);
                Add(await _socket.AcceptAsync(_closed.Token));
            }
            catch (SocketException)
            {
                _room.Release();
                await Task.WhenAny(Task.Delay(Pause, _closed.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Add(Stream stream)
    {
        lock (_gate)
        {
            var guest = Guest.ServeAsync(stream, _run, _cut.Token);
            _guests.Add(guest);
            _ = guest.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Remove(Task guest)
    {
        lock (_gate)
        {
            _guests.Remove(guest);
        }

        _room.Release();
    }
}
