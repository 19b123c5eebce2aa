using Shoal.Runtime;
using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Files;

/// <summary>Walks the memory of a piece's blocks while its files are walked beside it.</summary>
internal unsafe ref struct RunCursor(ReadOnlySpan<BufferRun> runs)
{
    private readonly ReadOnlySpan<BufferRun> _runs = runs;
    private int _index;
    private int _used;

    public static int LengthOf(ReadOnlySpan<BufferRun> runs)
    {
        var length = 0;
        foreach (var run in runs)
        {
            length += run.Length;
        }

        return length;
    }

    /// <summary>The memory of the next bytes.</summary>
    /// <returns>How many vectors were written.</returns>
    public int Take(int length, Span<IoVector> into)
    {
        var count = 0;
        while (length > 0)
        {
            Invariant.Check(_index < _runs.Length);
            var run = _runs[_index];
            var take = Math.Min(length, run.Length - _used);
            if (take > 0)
            {
                into[count++] = new IoVector(run.Slot.Address + _used, take);
            }

            length -= take;
            _used += take;
            if (_used == run.Length)
            {
                _index++;
                _used = 0;
            }
        }

        return count;
    }
}
