using Shoal.Napster.Server.Sessions;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Reachability;

/// <summary>One try to connect to the data port that a user says.</summary>
internal sealed class PortCheck(PortChecks checks, Session session, ushort port) : IDialHandler
{
    public Session Session => session;

    public ushort Port => port;

    public void OnConnected(ILink link)
    {
        link.Close();
        checks.OnEnd(this, isReachable: true);
    }

    public void OnDialFailed(string reason) => checks.OnEnd(this, isReachable: false);
}
