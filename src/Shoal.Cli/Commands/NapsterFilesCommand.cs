using System.CommandLine;
using Shoal.Catalog;
using Shoal.Catalog.Exchange;
using Shoal.Catalog.Sqlite;
using Shoal.Cli.Napster;
using Shoal.Cli.Shell;
using Shoal.Data;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster files: what a server knows of shared files, as JSON lines.</summary>
internal sealed class NapsterFilesCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A file of JSON lines" };
    private readonly Option<string?> _database = NapsterFiles.CreateOption();
    private readonly Option<bool> _force = new("--force") { Description = "Write over a file that is there" };

    public static Command Create()
    {
        var self = new NapsterFilesCommand();
        return new Verb("files", "Take out, or bring in, what a Napster server knows of shared files, as JSON lines. The server must not be running.")
        {
            Examples = ["shoal napster files export files.jsonl", "shoal napster files import files.jsonl"],
            Subcommands =
            {
                self.Make("export", "Write all files to a file, one a line.", self.Export, self._force),
                self.Make("import", "Keep the files of a file too; they are found when their owners come and share them.", self.Import),
            },
        };
    }

    private Verb Make(string name, string description, Func<ParseResult, SqliteCatalog, Output, CancellationToken, int> run, params Option[] options)
    {
        var verb = new Verb(name, description)
        {
            Examples = [$"shoal napster files {name} files.jsonl"],
            Run = (parsed, output, cancellation) => Task.FromResult(Run(parsed, output, run, cancellation)),
        };
        verb.AddAll([_file, .. options, _database]);
        return verb;
    }

    private int Run(ParseResult parsed, Output output, Func<ParseResult, SqliteCatalog, Output, CancellationToken, int> run, CancellationToken cancellation)
    {
        var database = NapsterFiles.PathOf(parsed.GetValue(_database));
        using var only = DatabaseLock.Take(database);
        var file = NapsterFiles.CatalogOf(database);
        try
        {
            using var catalog = SqliteCatalog.Open(file, new CatalogOptions(), TimeProvider.System);
            return run(parsed, catalog, output, cancellation);
        }
        catch (Exception e) when (e is DatabaseException or CatalogException)
        {
            throw new VerbException(ExitCode.Failed, $"the database '{file}' cannot be used: {e.Message.TrimEnd('.')}", e);
        }
    }

    private int Export(ParseResult parsed, SqliteCatalog catalog, Output output, CancellationToken cancellation)
    {
        var path = parsed.GetValue(_file)!;
        OutputFile.CheckWritable(path, parsed.GetValue(_force), option: "--force");
        long written;
        using (var to = new FileStream(path, FileMode.Create))
        {
            written = CatalogExport.Write(catalog, to, cancellation);
        }

        output.Line($"{written} files written to '{path}'");
        output.JsonLine(json => json.WriteNumber("files", written));
        return ExitCode.Done;
    }

    private int Import(ParseResult parsed, SqliteCatalog catalog, Output output, CancellationToken cancellation)
    {
        var path = parsed.GetValue(_file)!;
        using var from = new FileStream(path, FileMode.Open, FileAccess.Read);
        var report = CatalogImport.Read(catalog, from, TimeProvider.System.GetUtcNow(), cancellation);
        foreach (var (line, reason) in report.Reasons)
        {
            output.ErrorLine($"'{path}', line {line}: {reason}");
        }

        output.Line($"{report.Kept} files kept, {report.Known} known before, {report.Refused} lines refused");
        output.JsonLine(json =>
        {
            json.WriteNumber("kept", report.Kept);
            json.WriteNumber("known", report.Known);
            json.WriteNumber("refused", report.Refused);
        });
        return report.Refused > 0 ? ExitCode.BadInput : ExitCode.Done;
    }
}
