using System.Runtime.InteropServices;
using Shoal.Metainfo.Layout;
using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Files;

/// <summary>What one call needs besides the caller's buffers; kept and used again, so that no piece allocates.</summary>
internal sealed unsafe class Scratch : IDisposable
{
    private byte* _buffer;

    public List<FileSegment> Segments { get; } = [];

    public IoVector[] Vectors { get; private set; } = new IoVector[64];

    /// <summary><see cref="Limits.PartReadLength"/> bytes; taken when first asked for.</summary>
    public byte* Buffer
    {
        get
        {
            const nuint page = 4096;
            if (_buffer is null)
            {
                _buffer = (byte*)NativeMemory.AlignedAlloc(Limits.PartReadLength, page);
            }

            return _buffer;
        }
    }

    public void GrowVectors(int count)
    {
        if (Vectors.Length < count)
        {
            Vectors = new IoVector[count];
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_buffer);
        _buffer = null;
    }
}
