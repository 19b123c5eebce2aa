using System.Net;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Client.Listening;

/// <summary>The port that strangers reach a client by, on each address that it listens on. Lives on one loop.</summary>
internal sealed class OpenPorts(Loop loop, ITransport transport, IReadOnlyList<IPAddress> binds)
{
    private const int FirstPort = 6881;
    private const int LastPort = 6889;

    private readonly List<IListener> _listeners = [];

    public IReadOnlyList<Endpoint> Addresses => [.. _listeners.Select(listener => listener.Local)];

    /// <summary>Opens the asked port, or the first free one; returns why it could not.</summary>
    public string? Open(int? port, IAcceptHandler handler)
    {
        string? failure = null;
        foreach (var candidate in port is { } asked ? [asked] : Enumerable.Range(FirstPort, LastPort - FirstPort + 1).Append(0))
        {
            failure = TryOpen(candidate, handler);
            if (failure is null)
            {
                return null;
            }
        }

        return failure;
    }

    public void Close()
    {
        _listeners.ForEach(listener => listener.Close());
        _listeners.Clear();
    }

    private string? TryOpen(int port, IAcceptHandler handler)
    {
        var anyFamily = binds.Count == 0;
        foreach (var address in anyFamily ? [IPAddress.Any, IPAddress.IPv6Any] : binds)
        {
            // Port 0 gives the first family a port; the other family takes the same.
            var local = Endpoint.From(address, port == 0 && _listeners.Count > 0 ? _listeners[0].Local.Port : port);
            if (transport.Listen(loop, local, handler, out var reason) is { } listener)
            {
                _listeners.Add(listener);
            }
            else if (!(anyFamily && _listeners.Count > 0))
            {
                Close();
                return $"cannot listen on {local} ({reason}): choose another --port or --bind";
            }
        }

        return null;
    }
}
