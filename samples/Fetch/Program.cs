// Fetches a torrent with the library: dotnet run --project samples/Fetch -- TORRENT|MAGNET FOLDER [PEER]...
using Shoal.Client;
using Shoal.Client.Events;
using Shoal.Metainfo;
using Shoal.Runtime;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: shoal-fetch TORRENT|MAGNET FOLDER [ADDRESS:PORT]...");
    return 2;
}

if (!TryRead(args[0], out var source, out var reason))
{
    Console.Error.WriteLine(reason);
    return 3;
}

await using var client = new TorrentClient(new TorrentClientOptions());
try
{
    var torrent = await client.AddAsync(source!, new TorrentOptions
    {
        DownloadFolder = args[1],
        Peers = [.. args[2..].Select(text => Endpoint.TryParse(text, out var peer) ? peer : throw new ArgumentException($"'{text}' is no peer"))],
    });

    // The stream ends when the torrent is stopped; a slow reader finds events merged, or a gap.
    var telling = TellAsync(torrent);
    await torrent.Completion;
    await torrent.StopAsync();
    await telling;
    Console.WriteLine($"{torrent.Name}: {torrent.Snapshot!.PiecesHave} of {torrent.Snapshot.PieceCount} pieces are here and verified");
    return 0;
}
catch (Exception e) when (e is TorrentException or ArgumentException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static bool TryRead(string input, out TorrentSource? source, out string? reason)
{
    source = null;
    if (input.StartsWith("magnet:", StringComparison.OrdinalIgnoreCase))
    {
        if (MagnetLink.TryParse(input, out var link, out reason))
        {
            source = link;
        }
    }
    else if (TorrentReader.TryRead(File.ReadAllBytes(input), out var metainfo, out reason))
    {
        source = metainfo;
    }

    return source is not null;
}

static async Task TellAsync(Torrent torrent)
{
    var pieces = 0;
    await foreach (var happened in torrent.Events())
    {
        if (happened is PiecesVerified verified)
        {
            // Thousands may come: each tenth of the torrent is told.
            var (before, all) = (pieces, torrent.Snapshot!.PieceCount);
            pieces += verified.Count;
            if (10L * before / all != 10L * pieces / all)
            {
                Console.WriteLine($"{pieces} of {all} pieces");
            }

            continue;
        }

        Console.WriteLine(happened switch
        {
            MetadataKnown known => $"it is '{known.Metainfo.Name}', {known.Metainfo.Layout.DataLength} bytes",
            StatusChanged status => status.Status.ToString(),
            PeerConnected peer => $"{peer.Remote} is here",
            PeerLeft peer => $"{peer.Remote} {peer.Reason}",
            Gap gap => $"({gap.Missed} events are missing here)",
            _ => happened.ToString(),
        });
    }
}
