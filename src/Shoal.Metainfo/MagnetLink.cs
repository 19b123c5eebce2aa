using System.Diagnostics.CodeAnalysis;
using System.Text;
using Shoal.Metainfo.Magnets;

namespace Shoal.Metainfo;

/// <summary>A magnet link: enough to join a swarm and ask its peers for the rest (BEP 9, 53).</summary>
public sealed class MagnetLink
{
    /// <summary>The torrent: one hash, or both of a hybrid.</summary>
    /// <remarks>A link that names only the v1 hash may still lead to a hybrid.</remarks>
    public required InfoHashes InfoHashes { get; init; }

    /// <summary>"dn": a name to show until the torrent's own is known.</summary>
    public string? DisplayName { get; init; }

    /// <summary>"tr", each once.</summary>
    public IReadOnlyList<string> Trackers { get; init; } = [];

    /// <summary>"ws", each once.</summary>
    public IReadOnlyList<string> WebSeeds { get; init; } = [];

    /// <summary>"x.pe": peers to ask first; the host is a name, an IPv4 address, or an IPv6 address without brackets.</summary>
    public IReadOnlyList<(string Host, int Port)> Peers { get; init; } = [];

    /// <summary>"so": the indexes of the files wanted, ascending; null where the link does not choose.</summary>
    public IReadOnlyList<int>? SelectedFiles { get; init; }

    /// <summary>"xl": bytes, as far as the link knows.</summary>
    public long? Length { get; init; }

    /// <summary>Reads a link.</summary>
    /// <param name="text">As it was pasted; white space around it does not matter.</param>
    /// <param name="link">The link, or null.</param>
    /// <param name="reason">One clear sentence without a full stop when it is refused; null otherwise.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out MagnetLink? link, [NotNullWhen(false)] out string? reason)
    {
        var parser = new MagnetParser();
        reason = parser.Read(text ?? "");
        link = reason is null ? parser.ToLink() : null;
        return link is not null;
    }

    /// <summary>The link as text, with the hashes in hexadecimal.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("magnet:?");
        var separator = "";
        if (InfoHashes.V1 is { } v1)
        {
            text.Append("xt=urn:btih:").Append(v1);
            separator = "&";
        }

        if (InfoHashes.V2 is { } v2)
        {
            text.Append(separator).Append("xt=urn:btmh:").Append(MagnetParser.Sha256Tag).Append(v2);
        }

        Append(text, "dn", DisplayName);
        Append(text, "xl", Length?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var tracker in Trackers)
        {
            Append(text, "tr", tracker);
        }

        foreach (var seed in WebSeeds)
        {
            Append(text, "ws", seed);
        }

        foreach (var (host, port) in Peers)
        {
            // Not escaped: an address has nothing to escape, and readers are known to take it as it stands.
            text.Append("&x.pe=").Append(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{Uri.EscapeDataString(host)}:{port}");
        }

        if (SelectedFiles is { } files)
        {
            text.Append("&so=").Append(FileSelection.Format(files));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append('&').Append(key).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
