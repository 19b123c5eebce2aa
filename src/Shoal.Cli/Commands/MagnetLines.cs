using Shoal.Cli.Shell;
using Shoal.Metainfo;

namespace Shoal.Cli.Commands;

/// <summary>What a magnet link says, as lines.</summary>
internal static class MagnetLines
{
    public static void Write(MagnetLink link, Output output)
    {
        if (link.DisplayName is { } name)
        {
            output.Field("name", name);
        }

        InfoHashLines.Write(link.InfoHashes, output);
        output.Field("magnet", link.ToString());
        if (link.Length is { } length)
        {
            output.Field("size", Sizes.Format(length));
        }

        output.Fields("tracker", link.Trackers);
        output.Fields("web seed", link.WebSeeds);
        output.Fields("peer", [.. link.Peers.Select(Address)]);
        if (link.SelectedFiles is { } files)
        {
            output.Field("files wanted", string.Join(',', files));
        }

        output.JsonLine(json =>
        {
            json.WriteString("type", "magnet");
            if (link.DisplayName is { } displayName)
            {
                json.WriteString("name", displayName);
            }

            InfoHashLines.Write(link.InfoHashes, json);
            json.WriteString("magnet", link.ToString());
            if (link.Length is { } bytes)
            {
                json.WriteNumber("length", bytes);
            }

            json.WriteStrings("trackers", link.Trackers);
            json.WriteStrings("webSeeds", link.WebSeeds);
            json.WriteStrings("peers", [.. link.Peers.Select(Address)]);
            if (link.SelectedFiles is { } selected)
            {
                json.WriteStartArray("selectedFiles");
                foreach (var index in selected)
                {
                    json.WriteNumberValue(index);
                }

                json.WriteEndArray();
            }
        });
    }

    private static string Address((string Host, int Port) peer) =>
        peer.Host.Contains(':', StringComparison.Ordinal) ? $"[{peer.Host}]:{peer.Port}" : $"{peer.Host}:{peer.Port}";
}
