using System.Diagnostics.CodeAnalysis;
using Shoal.Metainfo;

namespace Shoal.Trackers.Messages.Http;

/// <summary>The body of the answer to a scrape (BEP 48), the client's end.</summary>
public static class HttpScrapeReply
{
    /// <summary>Reads a body; false with a reason, part of a sentence, where it is no tracker's answer. A failure that the tracker tells is an answer.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out ScrapeReply? reply, [NotNullWhen(false)] out string? reason)
    {
        reply = null;
        if (!HttpAnnounceReply.TryReadRoot(body, out var root, out reason))
        {
            return false;
        }

        if (ReplyFields.Failure(root) is { } failure)
        {
            reply = new ScrapeReply { Failure = failure };
            return true;
        }

        if (!root.TryGet("files"u8, out var files))
        {
            reason = "the answer has no \"files\"";
            return false;
        }

        var swarms = new Dictionary<Sha1Hash, ScrapeCounts>();
        foreach (var (hash, counts) in files.Entries)
        {
            // More than anyone may ask about at once is a full scrape that nobody asked for.
            if (hash.AsBytes.Length == Sha1Hash.Length && swarms.Count < Limits.HttpScrapeHashes)
            {
                swarms[new Sha1Hash(hash.AsBytes)] = new ScrapeCounts(
                    ReplyFields.Count(counts["complete"u8]) ?? 0, ReplyFields.Count(counts["downloaded"u8]) ?? 0, ReplyFields.Count(counts["incomplete"u8]) ?? 0);
            }
        }

        reply = new ScrapeReply { Swarms = swarms };
        return true;
    }
}
