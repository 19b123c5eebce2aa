using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Shoal.Net.Sockets;

/// <summary>A file's bytes read into memory and sent from there: for links that cannot take them from the file.</summary>
internal static unsafe class FileCopy
{
    /// <summary>As <see cref="ILink.SendFile"/>.</summary>
    public static int Send(ILink link, SafeFileHandle file, long offset, int count)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(count, Limits.ManagedBatch));
        try
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(0, Math.Min(count, Limits.ManagedBatch)), offset);
            if (read == 0)
            {
                return count == 0 ? 0 : ILink.FileEnded;
            }

            fixed (byte* start = buffer)
            {
                return link.Send([new IoRun(start, read)]);
            }
        }
        catch (IOException)
        {
            return ILink.FileEnded;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
