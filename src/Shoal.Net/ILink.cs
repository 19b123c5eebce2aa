using Microsoft.Win32.SafeHandles;
using Shoal.Net.Sockets;
using Shoal.Runtime;

namespace Shoal.Net;

/// <summary>
/// One established, ordered byte stream: a TCP connection, later uTP or an encrypted or simulated one.
/// All members are called on the loop that the link is attached to.
/// </summary>
public interface ILink
{
    /// <summary>The other end.</summary>
    Endpoint Remote { get; }

    /// <summary>Our end.</summary>
    Endpoint Local { get; }

    /// <summary>Reads what has arrived into the runs, in order. Returns bytes read, 0 when nothing is there now, or <see cref="Closed"/>.</summary>
    int Receive(ReadOnlySpan<IoRun> into);

    /// <summary>Sends from the runs, in order. Returns bytes taken, 0 when nothing can be taken now, or <see cref="Closed"/>.</summary>
    int Send(ReadOnlySpan<IoRun> from);

    /// <summary>
    /// Sends from a file's page cache, where the system can without a copy. Bytes that are not in memory are waited for. Returns as <see cref="Send"/>, or <see cref="FileEnded"/> where
    /// nothing could be read at the offset.
    /// </summary>
    int SendFile(SafeFileHandle file, long offset, int count) => FileCopy.Send(this, file, offset, count);

    /// <summary>Asks for one <see cref="ILinkHandler.OnWritable"/> when sending is possible again.</summary>
    void NotifyWritable();

    /// <summary>Begins to report readiness on a loop. A link is attached to at most one.</summary>
    void Attach(Loop loop, ILinkHandler handler);

    /// <summary>Stops reporting, so that the link can be attached to another loop.</summary>
    void Detach();

    /// <summary>Closes it at once; no handler is called afterwards. What was taken since the last <see cref="ILinkHandler.OnWritable"/> may be lost.</summary>
    void Close();

    /// <summary>The stream ended or broke.</summary>
    const int Closed = -1;

    /// <summary>The file to send from became shorter, or cannot be read.</summary>
    const int FileEnded = -2;
}
