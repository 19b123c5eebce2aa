namespace Shoal.Napster.Client.Data;

/// <summary>Chunks that are used again and again.</summary>
internal sealed class ChunkPool
{
    private readonly Stack<Chunk> _spare = new();

    public Chunk Rent() => _spare.TryPop(out var chunk) ? chunk : new Chunk();

    public void Return(Chunk chunk)
    {
        chunk.Length = 0;
        if (_spare.Count < Limits.SpareChunks)
        {
            _spare.Push(chunk);
        }
    }
}
