using System.Globalization;
using Shoal.Catalog;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Administration;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Reachability;

/// <summary>
/// Connects to the data port that a user says, at the address that it comes from and at no other, when it logs in, when it says another port, and when others cannot reach it. Who cannot be
/// reached is told so and counts as firewalled: others have it connect to them.
/// </summary>
internal sealed class PortChecks(NapsterServer server) : IRosterWatcher
{
    private readonly Queue<PortCheck> _waiting = [];
    private int _running;

    public void OnCame(Session session) => Check(session);

    public void OnWent(Session session)
    {
    }

    /// <summary>Another says that it cannot reach it: moderators hear of that, but not of each that says so, which anybody could make up by the hundred.</summary>
    public void OnComplaint(Session by, Session about)
    {
        if (about.LastComplaint is not { } last || server.Loop.Now - last >= Limits.PortCheckPause)
        {
            about.LastComplaint = server.Loop.Now;
            server.Administration.Moderators.Tell(
                Notices.Port, string.Create(CultureInfo.InvariantCulture, $"{by.Nick} cannot connect to {about.Nick}'s data port {about.DataPort} at {about.Remote.ToIPAddress()}"));
        }

        Check(about);
    }

    /// <summary>Others say that they cannot reach it, or it says another port.</summary>
    public void Check(Session session)
    {
        var now = server.Loop.Now;
        if (!server.Options.ChecksDataPorts || session.DataPort == 0 || _waiting.Count >= Limits.WaitingPortChecks || (session.LastPortCheck is { } last && now - last < Limits.PortCheckPause && session.CheckedPort == session.DataPort))
        {
            return;
        }

        session.LastPortCheck = now;
        session.CheckedPort = session.DataPort;
        _waiting.Enqueue(new PortCheck(this, session, session.DataPort));
        Begin();
    }

    public void OnEnd(PortCheck check, bool isReachable)
    {
        _running--;
        Begin();
        var session = check.Session;
        if (!session.IsUser || session.DataPort != check.Port || session.IsUnreachable == !isReachable)
        {
            return;
        }

        session.IsUnreachable = !isReachable;
        server.Catalog.Write(new CatalogChange(ChangeKind.Update, session.Owner, Presence: session.Presence), session);
        session.Notice(isReachable
            ? $"Your data port {check.Port} can be reached now."
            : $"Nobody can connect to your data port {check.Port}: until it can be reached, others have you connect to them.");
    }

    private void Begin()
    {
        while (_running < Limits.PortChecks && _waiting.TryDequeue(out var check))
        {
            if (check.Session.IsUser)
            {
                _running++;
                server.World.Transport.Dial(server.Loop, null, check.Session.Remote.WithPort(check.Port), Limits.PortCheckPatience, check);
            }
        }
    }
}
