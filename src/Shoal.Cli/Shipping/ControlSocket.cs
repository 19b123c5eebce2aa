using System.Net.Sockets;
using System.Text;

namespace Shoal.Cli.Shipping;

/// <summary>
/// The socket of a private folder, by which its process is asked. Where the folder's path is too long for a socket's address, it lies in a private folder of the
/// system's temporary ones, and a file in its place says where.
/// </summary>
internal sealed class ControlSocket : IDisposable
{
    /// <summary>The shortest of the systems that there are (macOS: 104 with the zero at the end; Linux: 108).</summary>
    private const int MostPath = 103;

    private const int MostWaiting = 16;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Socket _socket;
    private readonly string _folder;

    private ControlSocket(Socket socket, string folder)
    {
        _socket = socket;
        _folder = folder;
    }

    /// <param name="folder">Which only its owner may enter, and of which the caller holds the lock.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static ControlSocket Open(string folder)
    {
        Remove(folder);
        var path = DirectPathOf(folder);
        if (path is null)
        {
            path = Path.Combine(Directory.CreateTempSubdirectory("shoal-").FullName, "control");
            using var pointer = new FileStream(PointerOf(folder), Shell.OutputFile.Private(FileMode.Create));
            pointer.Write(Encoding.UTF8.GetBytes(path));
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, Private);
            }

            socket.Listen(MostWaiting);
            return new ControlSocket(socket, folder);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"'{path}' cannot be listened on: {e.Message}", e);
        }
    }

    /// <summary>To the process of a folder; null: nobody listens there.</summary>
    public static async Task<Stream?> TryConnectAsync(string folder, CancellationToken cancellation)
    {
        if (PathOf(folder) is not { } path)
        {
            return null;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="SocketException">The system has no more to give.</exception>
    public async Task<Stream> AcceptAsync(CancellationToken cancellation) => new NetworkStream(await _socket.AcceptAsync(cancellation), ownsSocket: true);

    public void Dispose()
    {
        _socket.Dispose();
        Remove(_folder);
    }

    private static string PointerOf(string folder) => Path.Combine(folder, "control.at");

    /// <summary>Null: too long.</summary>
    private static string? DirectPathOf(string folder) => Path.Combine(folder, "control") is var path && Encoding.UTF8.GetByteCount(path) <= MostPath ? path : null;

    private static string? PathOf(string folder)
    {
        if (DirectPathOf(folder) is { } direct)
        {
            return direct;
        }

        try
        {
            return File.ReadAllText(PointerOf(folder)) is { Length: > 0 and <= MostPath } path ? path : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>What a process left that was killed goes too.</summary>
    private static void Remove(string folder)
    {
        if (PathOf(folder) is not { } path)
        {
            return;
        }

        try
        {
            File.Delete(path);
            if (DirectPathOf(folder) is null)
            {
                Directory.Delete(Path.GetDirectoryName(path)!);
                File.Delete(PointerOf(folder));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody cleaned up before; a path that is in use says so when it is bound.
        }
    }
}
