using System.Globalization;
using System.Net;

namespace Shoal.Metainfo.Magnets;

/// <summary>Takes a magnet link apart, parameter by parameter.</summary>
internal sealed class MagnetParser
{
    /// <summary>The multihash prefix of a SHA-256: code 0x12, 0x20 bytes.</summary>
    internal const string Sha256Tag = "1220";

    private const string Scheme = "magnet:?";
    private readonly List<string> _trackers = [];
    private readonly List<string> _webSeeds = [];
    private readonly List<(string, int)> _peers = [];
    private Sha1Hash? _v1;
    private Sha256Hash? _v2;
    private string? _name;
    private long? _length;
    private IReadOnlyList<int>? _files;

    internal string? Read(string text)
    {
        text = text.Trim();
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return "it does not begin with magnet:?";
        }

        if (text.Length > Limits.MagnetLength)
        {
            return "it is longer than 65,536 characters";
        }

        // Links copied out of HTML still have "&amp;" between the parameters.
        foreach (var parameter in text[Scheme.Length..].Replace("&amp;", "&", StringComparison.OrdinalIgnoreCase).Split('&'))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && Take(parameter[..equals], parameter[(equals + 1)..]) is { } reason)
            {
                return reason;
            }
        }

        return _v1 is null && _v2 is null ? "it has no BitTorrent info-hash (xt=urn:btih:… or xt=urn:btmh:…)" : null;
    }

    internal MagnetLink ToLink() => new()
    {
        InfoHashes = new InfoHashes(_v1, _v2),
        DisplayName = _name,
        Trackers = _trackers,
        WebSeeds = _webSeeds,
        Peers = _peers,
        SelectedFiles = _files,
        Length = _length,
    };

    // Several values of one kind may be numbered: "xt.1", "tr.2".
    private string? Take(string key, string escaped)
    {
        var name = key.ToLowerInvariant();
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            name = name[..dot];
        }

        // "+" is a space in the names that web forms send; in URLs and hashes it is itself.
        var value = Uri.UnescapeDataString(string.Equals(name, "dn", StringComparison.Ordinal) ? escaped.Replace('+', ' ') : escaped);
        switch (name)
        {
            case "xt":
                return TakeTopic(value);
            case "dn":
                _name ??= value.Length > 0 ? value : null;
                break;
            case "tr":
                AddUrl(value, _trackers);
                break;
            case "ws":
                AddUrl(value, _webSeeds);
                break;
            case "x.pe":
                AddPeer(value);
                break;
            case "so":
                _files ??= FileSelection.Parse(value);
                return _files is null ? $"its file selection is not a list of ranges like 0,2,4-6" : null;
            case "xl":
                _length ??= long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
                break;
            default:
                break;
        }

        return null;
    }

    private string? TakeTopic(string topic)
    {
        const string v1 = "urn:btih:";
        const string v2 = "urn:btmh:";
        if (topic.StartsWith(v1, StringComparison.OrdinalIgnoreCase))
        {
            return TakeV1(topic.AsSpan(v1.Length));
        }

        return topic.StartsWith(v2, StringComparison.OrdinalIgnoreCase) ? TakeV2(topic.AsSpan(v2.Length)) : null;
    }

    private string? TakeV1(ReadOnlySpan<char> digits)
    {
        Span<byte> bytes = stackalloc byte[Sha1Hash.Length];
        var isHex = digits.Length == 2 * Sha1Hash.Length && Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        if (!isHex && !Base32.TryDecode(digits, bytes))
        {
            return "its v1 info-hash is neither 40 hexadecimal nor 32 base32 digits";
        }

        var hash = new Sha1Hash(bytes);
        if (_v1 is { } other && other != hash)
        {
            return "it names two different v1 info-hashes";
        }

        _v1 = hash;
        return null;
    }

    private string? TakeV2(ReadOnlySpan<char> digits)
    {
        Span<byte> bytes = stackalloc byte[Sha256Hash.Length];
        if (digits.Length != Sha256Tag.Length + 2 * Sha256Hash.Length || !digits.StartsWith(Sha256Tag, StringComparison.Ordinal)
            || Convert.FromHexString(digits[Sha256Tag.Length..], bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return "its v2 info-hash is not 1220 and 64 hexadecimal digits";
        }

        var hash = new Sha256Hash(bytes);
        if (_v2 is { } other && other != hash)
        {
            return "it names two different v2 info-hashes";
        }

        _v2 = hash;
        return null;
    }

    private static void AddUrl(string url, List<string> into)
    {
        url = url.Trim();
        if (url.Length > 0 && url.Length <= Limits.UrlLength && into.Count < Limits.MagnetHints && !url.Any(char.IsControl) && !into.Contains(url, StringComparer.Ordinal))
        {
            into.Add(url);
        }
    }

    private void AddPeer(string peer)
    {
        var colon = peer.LastIndexOf(':');
        if (colon <= 0 || _peers.Count == Limits.MagnetHints || !ushort.TryParse(peer.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            return;
        }

        var host = peer[..colon];
        if (host[0] == '[' && host[^1] == ']' && IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out var address))
        {
            // Anew from its bytes: the scope of a link-local address means nothing on another host.
            _peers.Add((new IPAddress(address.GetAddressBytes()).ToString(), port));
        }
        else if (Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4)
        {
            _peers.Add((host, port));
        }
    }
}
