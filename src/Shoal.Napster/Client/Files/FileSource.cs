using Microsoft.Win32.SafeHandles;
using Shoal.Napster.Client.Sharing.Audio;

namespace Shoal.Napster.Client.Files;

/// <summary>A file on the disk whose header is read.</summary>
internal sealed class FileSource(SafeFileHandle handle, long length) : IAudioSource
{
    public long Length => length;

    public int Read(long offset, Span<byte> into) => RandomAccess.Read(handle, into, offset);
}
