using System.CommandLine;
using Shoal.Cli.Shell;
using Shoal.Metainfo;
using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Files;

namespace Shoal.Cli.Commands;

/// <summary>shoal hash: what a file or folder is known by.</summary>
internal sealed class HashCommand
{
    private readonly Argument<string> _path = new("PATH") { Description = "A file or folder" };
    private readonly CreatingOptions _creating = new();

    public static Command Create()
    {
        var self = new HashCommand();
        var verb = new Verb("hash", "Show the SHA-256 and v2 root of each file, and the info-hashes that create would give.")
        {
            Examples = ["shoal hash disc.iso", "shoal hash holiday/ --piece-length 1M"],
            Run = self.Run,
        };
        verb.Add(self._path);
        self._creating.AddTo(verb);
        return verb;
    }

    private async Task<int> Run(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var options = _creating.Read(parsed);
        var tree = SourceScan.Scan(parsed.GetRequiredValue(_path), _creating.Excludes(parsed), cancellation);

        // A whole file's SHA-256 cannot be shared out among cores; it runs beside the pieces, from the same page cache.
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var digesting = Task.Run(() => FileDigests.Compute(tree.Files, both.Token), both.Token);
        CreatedTorrent torrent;
        try
        {
            torrent = TorrentCreator.Create(tree, options, new ProgressMeter(output, "hashing", tree.TotalLength).Report, cancellation);
        }
        catch
        {
            await both.CancelAsync();
            await Task.WhenAny(digesting);
            throw;
        }

        var digests = tree.Files.Zip(await digesting).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (var file in torrent.Files)
        {
            WriteFile(file, digests[file.Source], output);
        }

        InfoHashLines.Write(torrent.InfoHashes, output);
        output.JsonLine(json =>
        {
            json.WriteString("type", "torrent");
            json.WriteString("name", torrent.Name);
            InfoHashLines.Write(torrent.InfoHashes, json);
        });
        return ExitCode.Done;
    }

    private static void WriteFile(CreatedFile file, Sha256Hash digest, Output output)
    {
        var path = string.Join('/', file.Source.Components);
        output.Field("file", $"{path}, {Sizes.Format(file.Source.Length)}");
        output.Field("  SHA-256", digest.ToString());
        if (file.Root is { } root)
        {
            output.Field("  v2 root", root.ToString());
        }

        output.JsonLine(json =>
        {
            json.WriteString("type", "file");
            json.WriteString("path", path);
            json.WriteNumber("length", file.Source.Length);
            json.WriteString("sha256", digest.ToString());
            if (file.Root is { } hash)
            {
                json.WriteString("v2Root", hash.ToString());
            }
        });
    }
}
