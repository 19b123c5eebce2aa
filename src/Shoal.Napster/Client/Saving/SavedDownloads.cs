using System.Text.Json;
using Shoal.Metainfo;
using Shoal.Napster.Client.Downloads;
using Shoal.Napster.Client.Searching;

namespace Shoal.Napster.Client.Saving;

/// <summary>What is wanted, as it is kept on disk.</summary>
internal static class SavedDownloads
{
    public static void Write(Utf8JsonWriter json, IEnumerable<DownloadEntry> entries)
    {
        foreach (var entry in entries.Where(static entry => entry.State != DownloadState.Done))
        {
            json.WriteStartObject();
            json.WriteNumber("id", entry.Id);
            json.WriteString("folder", entry.Folder);
            json.WriteString("as", entry.Name);
            json.WriteString("nick", entry.File.Nick);
            json.WriteBase64String("name", entry.File.Name.Span);
            json.WriteString("token", entry.File.Token);
            json.WriteNumber("size", entry.File.Size);
            if (entry.File.Sha256 is { } hash)
            {
                json.WriteString("sha256", hash.ToString());
            }

            if (entry.State == DownloadState.Failed)
            {
                json.WriteString("failed", entry.Reason);
            }

            json.WriteEndObject();
        }
    }

    /// <summary>Whatever can be read: a file that somebody changed by hand loses what he broke, and nothing else.</summary>
    public static IEnumerable<DownloadEntry> Read(byte[]? bytes)
    {
        foreach (var each in SavedElements.Of(bytes))
        {
            if (each.Text("nick") is { Length: > 0 } nick && each.Text("folder") is { Length: > 0 } folder && each.Bytes("name") is { Length: > 0 } name && each.Number("id") is { } id and > 0 and < int.MaxValue)
            {
                var file = new RemoteFile
                {
                    Nick = nick,
                    Name = name,
                    Token = each.Text("token") ?? "",
                    Size = each.Number("size") ?? 0,
                    Sha256 = each.Hash("sha256"),
                };
                yield return new DownloadEntry((int)id, file, folder, each.Text("as") ?? file.FileName)
                {
                    State = each.Text("failed") is null ? DownloadState.Waiting : DownloadState.Failed,
                    Reason = each.Text("failed"),
                };
            }
        }
    }
}
