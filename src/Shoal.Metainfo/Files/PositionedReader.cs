using Microsoft.Win32.SafeHandles;

namespace Shoal.Metainfo.Files;

/// <summary>Reads files at positions and keeps the last one open: readers go forward, so each opens a file once.</summary>
internal sealed class PositionedReader(IReadOnlyList<string?> paths) : IDisposable
{
    private SafeFileHandle? _handle;
    private int _file = -1;

    /// <summary>Fills the span. A file that cannot give all of it is a fault, never an exception.</summary>
    /// <param name="done">Bytes that were read, also before a fault.</param>
    public FileFault? Read(int file, long offset, Span<byte> into, out int done)
    {
        done = 0;
        var path = paths[file]!;
        try
        {
            if (file != _file)
            {
                _handle?.Dispose();
                _handle = null;
                _file = -1;
                _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                _file = file;
            }

            while (done < into.Length)
            {
                var got = RandomAccess.Read(_handle!, into[done..], offset + done);
                if (got == 0)
                {
                    return new FileFault(FileFaultKind.TooShort, path, null);
                }

                done += got;
            }

            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileFault(FileFaultKind.Missing, path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FileFault(FileFaultKind.Unreadable, path, e);
        }
    }

    public void Dispose() => _handle?.Dispose();
}
