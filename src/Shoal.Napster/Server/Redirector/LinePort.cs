using System.Text;
using Shoal.Net;

namespace Shoal.Napster.Server.Redirector;

/// <summary>A port at which whoever connects is told one line, without asking.</summary>
/// <param name="line">What that link is told.</param>
internal sealed unsafe class LinePort(Func<ILink, string> line) : IAcceptHandler
{
    public void OnAccepted(ILink link)
    {
        var bytes = Encoding.ASCII.GetBytes(line(link) + "\n");
        fixed (byte* start = bytes)
        {
            // A few bytes on a fresh connection are always taken.
            link.Send([new IoRun(start, bytes.Length)]);
        }

        link.Close();
    }
}
