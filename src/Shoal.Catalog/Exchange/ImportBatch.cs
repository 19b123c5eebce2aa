using Shoal.Catalog.Sqlite;

namespace Shoal.Catalog.Exchange;

/// <summary>Files on their way into a catalog, and what became of those before them.</summary>
internal sealed class ImportBatch(SqliteCatalog catalog)
{
    private readonly List<KeptFile> _files = [];
    private readonly List<long> _numbers = [];
    private readonly List<RefusedLine> _reasons = [];
    private long _kept;
    private long _known;
    private long _refused;

    public void Add(long number, in KeptFile file)
    {
        _files.Add(file);
        _numbers.Add(number);
        if (_files.Count == Limits.FilesPerBatch)
        {
            Write();
        }
    }

    public void Refuse(long number, string reason)
    {
        _refused++;
        if (_reasons.Count < Limits.ReasonsTold)
        {
            _reasons.Add(new RefusedLine(number, reason));
        }
    }

    public ImportReport End()
    {
        Write();
        return new ImportReport(_kept, _known, _refused, [.. _reasons.OrderBy(static line => line.Number)]);
    }

    private void Write()
    {
        var outcomes = new OutcomeKind[_files.Count];
        catalog.Keep(_files, outcomes);
        for (var i = 0; i < outcomes.Length; i++)
        {
            switch (outcomes[i])
            {
                case OutcomeKind.Done:
                    _kept++;
                    break;
                case OutcomeKind.AlreadyShared:
                    _known++;
                    break;
                case OutcomeKind.Full:
                    Refuse(_numbers[i], "the catalog has no room");
                    break;
                default:
                    Refuse(_numbers[i], "its path or one of its texts is too long");
                    break;
            }
        }

        _files.Clear();
        _numbers.Clear();
    }
}
