using Shoal.Metainfo;

namespace Shoal.Storage.Files.Checking;

/// <summary>The state that the threads of one check share: each takes the next batch until there is none.</summary>
internal sealed class CheckRun(PieceChecker checker, List<PieceRange> batches, byte[] have, Action<int, int>? progress, CancellationToken cancellation)
{
    private readonly Lock _gate = new();
    private readonly int _total = batches.Sum(batch => batch.Count);
    private int _next = -1;
    private int _done;

    public int BatchCount => batches.Count;

    public StorageError? Error { get; private set; }

    public void Work()
    {
        while (!cancellation.IsCancellationRequested && Interlocked.Increment(ref _next) is var index && index < batches.Count)
        {
            var batch = batches[index];
            var valid = new bool[batch.Count];
            var error = checker.CheckPieces(new PieceIndex(batch.First), valid);
            lock (_gate)
            {
                Error ??= error;
                _done += batch.Count;
                for (var i = 0; i < valid.Length; i++)
                {
                    if (valid[i])
                    {
                        Bits.Set(have, batch.First + i);
                    }
                }

                progress?.Invoke(_done, _total);
            }
        }
    }
}
