using Shoal.Net;

namespace Shoal.Client.Tests;

/// <summary>A dial under way, which ends once.</summary>
internal sealed class BenchDial(IDialHandler handler) : IDialHandler
{
    public bool IsOver { get; private set; }

    public void OnConnected(ILink link)
    {
        IsOver = true;
        handler.OnConnected(link);
    }

    public void OnDialFailed(string reason)
    {
        IsOver = true;
        handler.OnDialFailed(reason);
    }
}
