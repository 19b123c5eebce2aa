using System.Diagnostics.CodeAnalysis;
using Shoal.Metainfo;

namespace Shoal.Trackers.Messages.Http;

/// <summary>A scrape as a tracker reads it from a query string (BEP 48).</summary>
public static class ScrapeQuery
{
    /// <summary>Reads what stands behind the "?" into one hash or more; false with a sentence that can be told to the client.</summary>
    public static bool TryParse(ReadOnlySpan<byte> query, [NotNullWhen(true)] out IReadOnlyList<Sha1Hash>? infoHashes, [NotNullWhen(false)] out string? reason)
    {
        infoHashes = null;
        reason = query.Length > Limits.QueryLength ? $"the query is longer than {Limits.QueryLength} bytes" : null;
        var hashes = new List<Sha1Hash>();
        var parameters = new QueryParameters(query);
        Span<byte> hash = stackalloc byte[Sha1Hash.Length];
        while (reason is null && parameters.MoveNext())
        {
            if (!parameters.Name.SequenceEqual("info_hash"u8))
            {
                continue;
            }

            if (hashes.Count == Limits.HttpScrapeHashes)
            {
                reason = $"there are more than {Limits.HttpScrapeHashes} info_hash";
            }
            else if (!parameters.TryBytes(hash))
            {
                reason = parameters.WhyNoHash();
            }
            else
            {
                hashes.Add(new Sha1Hash(hash));
            }
        }

        // Without one it is a full scrape, which costs a tracker much and tells strangers all that it knows.
        reason ??= hashes.Count == 0 ? "info_hash is missing" : null;
        infoHashes = reason is null ? hashes : null;
        return infoHashes is not null;
    }
}
