using Shoal.Net;

namespace Shoal.Napster.Client.Data;

/// <summary>A connection to a peer that is being made, until nobody wants it any more.</summary>
internal sealed class Dialling(Action<ILink> onConnected, Action<string> onFailed) : IDialHandler
{
    private bool _isCancelled;

    public void Cancel() => _isCancelled = true;

    public void OnConnected(ILink link)
    {
        if (_isCancelled)
        {
            link.Close();
        }
        else
        {
            onConnected(link);
        }
    }

    public void OnDialFailed(string reason)
    {
        if (!_isCancelled)
        {
            onFailed(reason);
        }
    }
}
