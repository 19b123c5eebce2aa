using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Statistics;

/// <summary>How many are there and what they share: told when asked, and to everybody each minute.</summary>
internal sealed class Figures(NapsterServer server)
{
    public void Register(Router router)
    {
        router.On(MessageType.Statistics, (session, _) => Tell(session));
    }

    private void Tell(Session session)
    {
        var counts = server.Catalog.Counts;
        session.Send(MessageType.Statistics, $"{server.Roster.Count} {counts.Files} {counts.Bytes >> 30}");
    }
}
