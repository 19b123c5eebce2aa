using System.CommandLine;
using Shoal.Cli.Shell;
using Shoal.Metainfo.Files;

namespace Shoal.Cli.Commands;

/// <summary>shoal verify: are the files on this disk those of the torrent?</summary>
internal sealed class VerifyCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The .torrent" };
    private readonly Option<string> _folder = new("--dir") { Description = "The folder that holds the torrent's file or folder", HelpName = "DIR", Required = true };

    public static Command Create()
    {
        var self = new VerifyCommand();
        var verb = new Verb("verify", "Check files against a .torrent, and write nothing.")
        {
            Examples = ["shoal verify disc.iso.torrent --dir ~/Downloads"],
            Run = self.Run,
        };
        verb.Add(self._file);
        verb.Add(self._folder);
        return verb;
    }

    private Task<int> Run(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var torrent = Inputs.ReadTorrent(parsed.GetRequiredValue(_file));
        var folder = parsed.GetRequiredValue(_folder);
        if (!Directory.Exists(folder))
        {
            throw new VerbException(ExitCode.Failed, $"there is no folder '{folder}': name the one that holds '{torrent.Name}' with --dir");
        }

        var report = TorrentVerifier.Verify(torrent, folder, new ProgressMeter(output, "checking", torrent.Layout.DataLength).Report, cancellation);
        foreach (var file in report.Files)
        {
            WriteFile(file, output);
        }

        if (report.Contradictions > 0)
        {
            output.Line($"the torrent contradicts itself: its v1 and v2 hashes disagree about {report.Contradictions} pieces of these files");
        }

        output.Line($"{report.GoodPieces}/{report.Good.Count} pieces verified");
        output.JsonLine(json =>
        {
            json.WriteString("type", "summary");
            json.WriteNumber("verified", report.GoodPieces);
            json.WriteNumber("pieces", report.Good.Count);
            json.WriteNumber("contradictions", report.Contradictions);
            json.WriteBoolean("complete", report.IsComplete);
        });
        if (report.Files.Count > 0 && report.Files.All(f => f.Condition == FileCondition.Missing))
        {
            output.ErrorLine($"nothing of '{torrent.Name}' is in '{folder}': name the folder that holds it with --dir");
        }

        return Task.FromResult(report.IsComplete ? ExitCode.Done : ExitCode.Failed);
    }

    private static void WriteFile(VerifiedFile file, Output output)
    {
        var condition = file.Condition switch
        {
            FileCondition.Complete => "complete",
            FileCondition.Damaged => "damaged",
            FileCondition.Missing => "missing",
            _ => "unreadable",
        };
        var note = file.Reason is null ? "" : $" ({file.Reason})";
        output.Line($"{condition,-10} {file.GoodPieces}/{file.Pieces} pieces  {file.File.SafePath}{note}");
        output.JsonLine(json =>
        {
            json.WriteString("type", "file");
            json.WriteString("path", file.File.SafePath);
            json.WriteString("condition", condition);
            json.WriteNumber("verified", file.GoodPieces);
            json.WriteNumber("pieces", file.Pieces);
            if (file.Reason is not null)
            {
                json.WriteString("reason", file.Reason);
            }
        });
    }
}
