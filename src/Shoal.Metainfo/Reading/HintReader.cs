using System.Text;
using Shoal.Bencoding;

namespace Shoal.Metainfo.Reading;

/// <summary>What stands around the info dictionary. It is advice, so what is malformed in it is left out and refuses nothing.</summary>
internal static class HintReader
{
    /// <summary>BEP 12 "announce-list", or "announce" where that names nobody. Each URL once.</summary>
    internal static IReadOnlyList<IReadOnlyList<string>> Trackers(BencodeValue root)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var tiers = new List<IReadOnlyList<string>>();
        foreach (var tier in root["announce-list"u8].Items)
        {
            // Some creators leave the inner list out.
            var urls = new List<string>();
            AddUrl(tier, seen, urls);
            foreach (var url in tier.Items)
            {
                AddUrl(url, seen, urls);
            }

            if (urls.Count > 0)
            {
                tiers.Add(urls);
            }
        }

        var only = new List<string>();
        if (tiers.Count == 0)
        {
            AddUrl(root["announce"u8], seen, only);
        }

        return only.Count > 0 ? [only] : tiers;
    }

    /// <summary>BEP 19 "url-list": a list, or one string.</summary>
    internal static IReadOnlyList<string> WebSeeds(BencodeValue root)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var urls = new List<string>();
        var field = root["url-list"u8];
        AddUrl(field, seen, urls);
        foreach (var url in field.Items)
        {
            AddUrl(url, seen, urls);
        }

        return urls;
    }

    /// <summary>BEP 5 "nodes": lists of host and port.</summary>
    internal static IReadOnlyList<(string Host, int Port)> Nodes(BencodeValue root)
    {
        var nodes = new List<(string, int)>();
        foreach (var node in root["nodes"u8].Items)
        {
            var parts = node.Items;
            if (nodes.Count < Limits.Hints && parts.MoveNext() && Clean(parts.Current, Limits.UrlLength) is { Length: > 0 } host
                && parts.MoveNext() && parts.Current.TryGetInteger(out var port) && port is > 0 and <= ushort.MaxValue)
            {
                nodes.Add((host, (int)port));
            }
        }

        return nodes;
    }

    /// <summary>BEP 38 "similar", inside and outside of the info dictionary.</summary>
    internal static IReadOnlyList<Sha1Hash> Similar(BencodeValue root, BencodeValue info)
    {
        var hashes = new List<Sha1Hash>();
        foreach (var list in (ReadOnlySpan<BencodeValue>)[info["similar"u8], root["similar"u8]])
        {
            foreach (var hash in list.Items)
            {
                if (hash.AsBytes.Length == Sha1Hash.Length && hashes.Count < Limits.Hints)
                {
                    hashes.Add(new Sha1Hash(hash.AsBytes));
                }
            }
        }

        return [.. hashes.Distinct()];
    }

    /// <summary>BEP 38 "collections", inside and outside of the info dictionary.</summary>
    internal static IReadOnlyList<string> Collections(BencodeValue root, BencodeValue info)
    {
        var names = new List<string>();
        foreach (var list in (ReadOnlySpan<BencodeValue>)[info["collections"u8], root["collections"u8]])
        {
            foreach (var name in list.Items)
            {
                if (Clean(name, Limits.UrlLength) is { Length: > 0 } text && names.Count < Limits.Hints)
                {
                    names.Add(text);
                }
            }
        }

        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A text for people, the ".utf-8" form first; cut where it is absurdly long.</summary>
    internal static string? Text(BencodeValue dictionary, ReadOnlySpan<byte> key)
    {
        var utf8 = dictionary[[.. key, .. ".utf-8"u8]];
        var value = utf8.Kind == BencodeKind.Bytes ? utf8 : dictionary[key];
        var bytes = value.AsBytes;
        return value.Kind == BencodeKind.Bytes ? Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, Limits.TextLength)]) : null;
    }

    /// <summary>Seconds since 1970, where they are a date.</summary>
    internal static DateTimeOffset? Date(BencodeValue value) => value.TryGetInteger(out var seconds)
        && seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static void AddUrl(BencodeValue value, HashSet<string> seen, List<string> into)
    {
        if (seen.Count < Limits.Hints && Clean(value, Limits.UrlLength) is { Length: > 0 } url && seen.Add(url))
        {
            into.Add(url);
        }
    }

    // A control character in an URL or host name would go out in a request line.
    private static string? Clean(BencodeValue value, int most)
    {
        if (value.Kind != BencodeKind.Bytes || value.AsBytes.Length > most)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(value.AsBytes).Trim();
        return text.Any(char.IsControl) ? null : text;
    }
}
