namespace Shoal.Net;

/// <summary>Hears how a dial ended, once, on the loop that dialled.</summary>
public interface IDialHandler
{
    /// <summary>Connected; the link is attached to no loop yet.</summary>
    void OnConnected(ILink link);

    /// <summary>Refused, unreachable or timed out, in words.</summary>
    void OnDialFailed(string reason);
}
