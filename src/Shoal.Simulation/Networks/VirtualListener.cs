using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Simulation.Networks;

/// <summary>An open port of a simulated host.</summary>
internal sealed class VirtualListener(NetworkHost host, Loop loop, Endpoint local, IAcceptHandler handler) : IListener
{
    private bool _isClosed;

    public Endpoint Local => local;

    public void Close()
    {
        _isClosed = true;
        host.Unlisten(local);
    }

    /// <summary>A stranger's connection is established; the handler hears of it on its loop.</summary>
    public void Accept(VirtualLink link) => loop.Post(() =>
    {
        if (_isClosed)
        {
            link.Close();
        }
        else
        {
            handler.OnAccepted(link);
        }
    });
}
