using Shoal.Napster.Protocol;

namespace Shoal.Napster.Server.Sessions;

/// <summary>Buffers for those who are written to now: who is idle has none.</summary>
internal sealed class BufferPool
{
    private readonly Stack<FrameBuffer> _spare = [];

    public FrameBuffer Rent() => _spare.TryPop(out var buffer) ? buffer : new FrameBuffer();

    public void Return(FrameBuffer buffer)
    {
        if (_spare.Count < Limits.SpareBuffers && buffer.Capacity <= Limits.SpareBufferLength)
        {
            buffer.Clear();
            _spare.Push(buffer);
        }
    }
}
