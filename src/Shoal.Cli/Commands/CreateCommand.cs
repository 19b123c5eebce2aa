using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using Shoal.Cli.Shell;
using Shoal.Metainfo;
using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Files;

namespace Shoal.Cli.Commands;

/// <summary>shoal create: a .torrent from a file or folder.</summary>
internal sealed class CreateCommand
{
    private static readonly string[] TrackerSchemes = ["http", "https", "udp", "ws", "wss"];
    private static readonly string[] WebSeedSchemes = ["http", "https", "ftp"];

    private readonly Argument<string> _path = new("PATH") { Description = "The file or folder to share" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Where to write; NAME.torrent here unless given", HelpName = "FILE" };
    private readonly Option<string[]> _trackers = new("--tracker", "-t")
    {
        Description = "An announce URL. Each -t is a tier that is tried after those before it; commas join the trackers of one tier",
        HelpName = "TRACKER",
    };

    private readonly Option<string[]> _webSeeds = new("--web-seed") { Description = "A URL where a web server has the same files. May repeat", HelpName = "URL" };
    private readonly Option<string?> _comment = new("--comment") { Description = "Text for people", HelpName = "TEXT" };
    private readonly Option<bool> _noDate = new("--no-date") { Description = "Leave out when it was made, so that equal input gives equal bytes" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace the output file if it is there" };
    private readonly CreatingOptions _creating = new();

    public static Command Create()
    {
        var self = new CreateCommand();
        var verb = new Verb("create", "Make a .torrent from a file or folder.")
        {
            Examples =
            [
                "shoal create holiday/ -t http://tracker.example/announce",
                "shoal create disc.iso --format v1 -t udp://a.example:6969,udp://b.example:6969 -t http://backup.example/announce",
            ],
            Run = self.Run,
        };
        verb.Add(self._path);
        verb.Add(self._output);
        verb.Add(self._trackers);
        self._creating.AddTo(verb);
        verb.Add(self._webSeeds);
        verb.Add(self._comment);
        verb.Add(self._noDate);
        verb.Add(self._force);
        self._trackers.Validators.Add(result => CheckUrls(result, TrackerSchemes, "a tracker"));
        self._webSeeds.Validators.Add(result => CheckUrls(result, WebSeedSchemes, "a web seed"));
        return verb;
    }

    /// <summary>"Shoal/1.2.3", without the commit that the build adds.</summary>
    internal static string ProgramName => "Shoal/" + typeof(CreateCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string[] UrlsOf(string tier) => tier.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void CheckUrls(OptionResult result, string[] schemes, string what)
    {
        foreach (var url in result.Tokens.SelectMany(t => UrlsOf(t.Value)))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !schemes.Contains(uri.Scheme, StringComparer.Ordinal) || uri.Host.Length == 0)
            {
                result.AddError($"'{url}' is no URL of {what}: it begins with {string.Join(", ", schemes.Select(s => s + "://"))} and a host");
            }
        }
    }

    private Task<int> Run(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var force = parsed.GetValue(_force);
        var path = parsed.GetRequiredValue(_path);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var target = parsed.GetValue(_output) ?? name + ".torrent";
        var tree = SourceScan.Scan(path, _creating.Excludes(parsed), cancellation);
        SourceGuard.Check(path, tree, target);
        OutputFile.CheckWritable(target, force);
        var options = _creating.Read(parsed) with
        {
            Trackers = [.. (parsed.GetValue(_trackers) ?? []).Select(tier => UrlsOf(tier)).Where(tier => tier.Length > 0)],
            WebSeeds = parsed.GetValue(_webSeeds) ?? [],
            Comment = parsed.GetValue(_comment),
            CreatedBy = ProgramName,
            CreationDate = parsed.GetValue(_noDate) ? null : TimeProvider.System.GetUtcNow(),
        };
        var torrent = TorrentCreator.Create(tree, options, new ProgressMeter(output, "hashing", tree.TotalLength).Report, cancellation);
        OutputFile.Write(target, torrent.Bytes.Span, force);
        Report(torrent, options, target, output);
        SavedNames.Warn(torrent, output);
        return Task.FromResult(ExitCode.Done);
    }

    private static void Report(CreatedTorrent torrent, CreateOptions options, string target, Output output)
    {
        var magnet = new MagnetLink
        {
            InfoHashes = torrent.InfoHashes,
            DisplayName = torrent.Name,
            Length = torrent.DataLength,
            Trackers = [.. options.Trackers.SelectMany(tier => tier)],
            WebSeeds = options.WebSeeds,
        }.ToString();
        output.Field("created", target);
        output.Field("name", torrent.Name);
        output.Field("size", $"{Sizes.Format(torrent.DataLength)} in {torrent.Files.Count} file{(torrent.Files.Count == 1 ? "" : "s")}");
        output.Field("pieces", $"{torrent.PieceCount} of {Sizes.Format(torrent.PieceLength)}");
        InfoHashLines.Write(torrent.InfoHashes, output);
        output.Field("magnet", magnet);
        output.JsonLine(json =>
        {
            json.WriteString("created", target);
            json.WriteString("name", torrent.Name);
            json.WriteNumber("length", torrent.DataLength);
            json.WriteNumber("files", torrent.Files.Count);
            json.WriteNumber("pieceLength", torrent.PieceLength);
            json.WriteNumber("pieces", torrent.PieceCount);
            InfoHashLines.Write(torrent.InfoHashes, json);
            json.WriteString("magnet", magnet);
        });
    }
}
