using System.Net;
using System.Text;
using Shoal.Net.Sources;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Http;

/// <summary>
/// Who asks where a proxy stands in front: the header is believed from the operator's own proxies alone, and of it only what they wrote. Each of them appends whom it heard, so it is
/// read from the right, and the first address there that is no proxy of ours is the client's; what stands left of that anybody may have written.
/// <code>X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.0.0.2   with 10.0.0.0/8 trusted: 203.0.113.9</code>
/// </summary>
internal sealed class ProxyRule(IReadOnlyList<IPNetwork> proxies, string header)
{
    private readonly Networks _proxies = new(proxies);
    private readonly byte[] _name = Encoding.ASCII.GetBytes(header);
    private readonly bool _isForwarded = header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase);

    /// <summary>The header's name.</summary>
    public string Header => header;

    public bool Trusts(Endpoint remote) => _proxies.Contain(remote);

    /// <summary>
    /// The client of a request that a trusted proxy brought; where it names nobody, the proxy itself asks. False where that which counts is no address: an unknown client, a socket
    /// of Unix, junk.
    /// </summary>
    public bool TryFindClient(ReadOnlySpan<byte> head, Endpoint proxy, out Endpoint client)
    {
        client = proxy;
        while (TryLast(ref head, (byte)'\n', minding: false, out var line))
        {
            var colon = line.IndexOf((byte)':');
            if (colon >= 0 && Ascii.EqualsIgnoreCase(line[..colon], _name) && Judge(line[(colon + 1)..], ref client) is { } isFound)
            {
                return isFound;
            }
        }

        return true;
    }

    /// <summary>The same of a head that was taken apart: what stands behind the header's name, line by line.</summary>
    public bool TryFindClient(IReadOnlyList<string?> lines, Endpoint proxy, out Endpoint client)
    {
        client = proxy;
        for (var last = lines.Count - 1; last >= 0; last--)
        {
            if (Judge(Encoding.Latin1.GetBytes(lines[last] ?? ""), ref client) is { } isFound)
            {
                return isFound;
            }
        }

        return true;
    }

    /// <summary>Reads one line: true with the client, false where there is no telling, null where it has proxies alone.</summary>
    private bool? Judge(ReadOnlySpan<byte> list, ref Endpoint client)
    {
        while (TryLast(ref list, (byte)',', minding: _isForwarded, out var element))
        {
            element = element.Trim(" \t\r"u8);
            // An empty element says nothing (RFC 9110, 5.6.1).
            if (element.IsEmpty)
            {
                continue;
            }

            if (!AddressText.TryRead(_isForwarded ? ForOf(element) : element, out client))
            {
                return false;
            }

            if (!Trusts(client))
            {
                return true;
            }
        }

        return null;
    }

    /// <summary>
    /// Cuts the last part off. Quotation marks are counted from the right too: one that a client left open on the left would otherwise take in what the proxy appended.
    /// </summary>
    private static bool TryLast(scoped ref ReadOnlySpan<byte> rest, byte separator, bool minding, out ReadOnlySpan<byte> last)
    {
        last = rest;
        if (rest.IsEmpty)
        {
            return false;
        }

        var at = rest.LastIndexOf(separator);
        while (minding && at >= 0 && (rest[at..].Count((byte)'"') & 1) == 1)
        {
            at = rest[..at].LastIndexOf(separator);
        }

        last = rest[(at + 1)..];
        rest = at < 0 ? default : rest[..at];
        return true;
    }

    // RFC 7239, 4: for=192.0.2.43;proto=https or for="[2001:db8::1]:4711", in any case and order.
    private static ReadOnlySpan<byte> ForOf(ReadOnlySpan<byte> element)
    {
        while (TryLast(ref element, (byte)';', minding: true, out var pair))
        {
            pair = pair.Trim(" \t"u8);
            if (pair.Length > 4 && Ascii.EqualsIgnoreCase(pair[..4], "for="u8))
            {
                pair = pair[4..];
                return pair is [(byte)'"', .. var quoted, (byte)'"'] ? quoted : pair;
            }
        }

        return default;
    }
}
