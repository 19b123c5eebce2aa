using Shoal.Catalog;
using Shoal.Catalog.Searching;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Searching;

/// <summary>Finds files that others share.</summary>
internal sealed class Searches(NapsterServer server)
{
    public void Register(Router router) => router.On(MessageType.Search, Search);

    private void Search(Session session, Fields fields)
    {
        server.Counters.Searches++;
        if (server.Conduct.RefusalOfSearch(session) is { } tooMany)
        {
            session.Notice(tooMany);
            session.Send(MessageType.SearchEnd);
            return;
        }

        var query = SearchRequest.Read(fields.Rest, server.Dialect, server.Options.MostHits, out var wantsCursor, out var refusal);
        if (query is null)
        {
            if (refusal is not null)
            {
                session.Notice(refusal);
            }

            session.Send(MessageType.SearchEnd);
            return;
        }

        query = query with { Except = session.Owner, IsReachable = session.IsFirewalled };
        server.Catalog.Ask(session, reader => SearchOn(reader, query), page => Answer(session, page, wantsCursor));
    }

    /// <summary>A page may be short because its time was up, or because a filter let few through: then the search goes on where it ended, a bounded number of times.</summary>
    internal static SearchPage SearchOn(ICatalogReader reader, SearchQuery query)
    {
        var page = reader.Search(query);
        if (page.Files.Count >= query.Most || page.Next is null)
        {
            return page;
        }

        var files = new List<FoundFile>(page.Files);
        for (var more = 0; more < Limits.MorePages && files.Count < query.Most && page.Next is { } next; more++)
        {
            page = reader.Search(query with { After = next, Most = query.Most - files.Count });
            files.AddRange(page.Files);
        }

        return page with { Files = files };
    }

    private void Answer(Session session, in SearchPage page, bool wantsCursor)
    {
        foreach (var (_, owner, file) in page.Files)
        {
            if (server.Roster.TryFind(owner, out var other))
            {
                server.Counters.Hits++;
                session.Send(MessageType.Hit, $"{file} {other.Nick} {LegacyAddress.Of(other.Remote)} {other.Link}{session.ExtrasOf(file)}");
            }
        }

        // Old clients read nothing behind the end, and none but ours asks.
        session.Send(MessageType.SearchEnd, $"{(wantsCursor ? page.Next ?? "" : "")}");
    }
}
