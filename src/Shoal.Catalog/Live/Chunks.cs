using System.Runtime.CompilerServices;

namespace Shoal.Catalog.Live;

/// <summary>Values by numbers that come and go, in chunks of neighbours; a chunk of none is given up. One thread writes, any may read.</summary>
internal sealed class Chunks<T>
    where T : struct
{
    /// <summary>So many that few are held for nothing, and few enough that one is soon given up.</summary>
    private const int Length = 128;

    private Chunk?[] _chunks = [];
    private int _count;

    /// <summary>Bytes of memory. The writer's.</summary>
    public long Memory => (_chunks.Length * (long)nint.Size) + (_count * (long)Length * Unsafe.SizeOf<T>());

    /// <summary>Where the value of a number is kept; an empty span where it has none.</summary>
    public Span<T> At(long number)
    {
        var chunks = Volatile.Read(ref _chunks);
        var at = number / Length;
        return at < chunks.Length && Volatile.Read(ref chunks[at]) is { } chunk ? chunk.Values.AsSpan((int)(number % Length), 1) : default;
    }

    /// <summary>Where a number's value is to be kept, which had none.</summary>
    public ref T Add(long number)
    {
        var at = number / Length;
        if (at >= _chunks.Length)
        {
            var chunks = new Chunk?[Math.Max(at + 1, 2 * _chunks.Length)];
            _chunks.CopyTo(chunks, 0);
            Volatile.Write(ref _chunks, chunks);
        }

        var chunk = _chunks[at];
        if (chunk is null)
        {
            Volatile.Write(ref _chunks[at], chunk = new Chunk());
            _count++;
        }

        chunk.Used++;
        return ref chunk.Values[number % Length];
    }

    /// <summary>A number has no value any longer.</summary>
    public void Remove(long number)
    {
        var at = number / Length;
        if (--_chunks[at]!.Used == 0)
        {
            Volatile.Write(ref _chunks[at], null);
            _count--;
        }
    }

    private sealed class Chunk
    {
        public readonly T[] Values = new T[Length];

        public int Used { get; set; }
    }
}
