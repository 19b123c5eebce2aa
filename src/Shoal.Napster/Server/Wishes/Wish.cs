using Shoal.Catalog.Searching;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Wishes;

/// <summary>A search that waits for files of a user who is there.</summary>
internal sealed class Wish(Session session, string name, byte[] request, SearchQuery query)
{
    public Session Session => session;

    public string Name => name;

    public byte[] Request => request;

    public SearchQuery Query => query;

    /// <summary>The newest file that its user was told of, or that did not match.</summary>
    public long Told { get; set; }

    /// <summary>A word that each file must have which it waits for; null where all it knows are beginnings of words.</summary>
    public string? Key { get; } = query.All.Where(static term => !term.IsPrefix).SelectMany(static term => term.Words).MaxBy(static word => word.Length);
}
