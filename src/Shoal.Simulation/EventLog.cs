using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Shoal.Simulation.Time;

namespace Shoal.Simulation;

/// <summary>All that happened, as one SHA-256: two runs with the same digest were the same to the last event.</summary>
internal sealed class EventLog(Agenda agenda) : IDisposable
{
    /// <summary>The last events are kept in words for a failure's report.</summary>
    private const int Remembered = 40;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<string> _last = new();

    /// <summary>Events told.</summary>
    public long Count { get; private set; }

    /// <summary>The last events that are not mere steps and bytes.</summary>
    public IEnumerable<string> Last => _last;

    public void Add(EventKind kind, int host, long what, ulong detail)
    {
        Count++;
        ReadOnlySpan<ulong> record = [(ulong)agenda.Now.Ticks, ((ulong)kind << 32) | (uint)host, (ulong)what, detail];
        _hash.AppendData(MemoryMarshal.AsBytes(record));
        if (kind is not (EventKind.Step or EventKind.Received or EventKind.Worked or EventKind.Piece or EventKind.Datagram))
        {
            _last.Enqueue($"{agenda.Now.TotalSeconds:F6} host {host} {kind} {what}");
            if (_last.Count > Remembered)
            {
                _last.Dequeue();
            }
        }
    }

    /// <summary>The digest so far, in hex.</summary>
    public string Digest() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();
}
