using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Shoal.Simulation.Time;

namespace Shoal.Simulation;

/// <summary>All that happened, as one SHA-256: two runs with the same digest were the same to the last event.</summary>
internal sealed class EventLog(Agenda agenda) : IDisposable
{
    /// <summary>The last events are kept for a failure's report.</summary>
    private const int Remembered = 40;

    /// <summary>Words that are hashed together.</summary>
    private const int Batch = 4096;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ulong[] _words = new ulong[Batch];
    private readonly Queue<(TimeSpan At, EventKind Kind, int Host, long What)> _last = new();
    private int _count;

    /// <summary>Events told.</summary>
    public long Count { get; private set; }

    /// <summary>The last events that are not mere steps and bytes.</summary>
    public IEnumerable<string> Last => _last.Select(e => $"{e.At.TotalSeconds:F6} host {e.Host} {e.Kind} {e.What}");

    public void Add(EventKind kind, int host, long what, ulong detail)
    {
        Count++;
        if (_count == Batch)
        {
            HashBatch();
        }

        _words[_count++] = (ulong)agenda.Now.Ticks;
        _words[_count++] = ((ulong)kind << 32) | (uint)host;
        _words[_count++] = (ulong)what;
        _words[_count++] = detail;
        if (kind is not (EventKind.Step or EventKind.Received or EventKind.Worked or EventKind.Piece or EventKind.Datagram))
        {
            _last.Enqueue((agenda.Now, kind, host, what));
            if (_last.Count > Remembered)
            {
                _last.Dequeue();
            }
        }
    }

    /// <summary>The digest so far, in hex.</summary>
    public string Digest()
    {
        HashBatch();
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    public void Dispose() => _hash.Dispose();

    private void HashBatch()
    {
        _hash.AppendData(MemoryMarshal.AsBytes(_words.AsSpan(0, _count)));
        _count = 0;
    }
}
