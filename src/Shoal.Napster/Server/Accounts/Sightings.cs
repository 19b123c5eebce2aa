using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Accounts;

/// <summary>Keeps when users went, as the time when they were last seen; their logins keep when they came.</summary>
internal sealed class Sightings(NapsterServer server) : IRosterWatcher
{
    public void OnCame(Session session)
    {
    }

    public void OnWent(Session session)
    {
        if (session.Account.IsRegistered)
        {
            var (owner, now) = (session.Owner, server.Loop.Time.GetUtcNow().ToUnixTimeSeconds());
            server.Save(null, () => server.World.Accounts.See(owner, now), static () => { }, failure => server.Trouble("when a user went could not be saved", failure));
        }
    }
}
