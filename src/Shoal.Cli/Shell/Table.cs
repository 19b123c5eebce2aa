using System.Text;

namespace Shoal.Cli.Shell;

/// <summary>Rows of values: columns that fit the terminal, or in a pipe the values alone with tabs between them.</summary>
internal sealed class Table(params IReadOnlyList<TableColumn> columns)
{
    private const string Gap = "  ";

    /// <summary>Of a value that is cut.</summary>
    private const int LeastCut = 12;

    /// <summary>Writes rows of as many values as there are columns. They may come from strangers.</summary>
    public void Write(IReadOnlyList<IReadOnlyList<string>> rows, Output output)
    {
        if (!output.IsOutTerminal)
        {
            foreach (var row in rows)
            {
                output.Values(row);
            }

            return;
        }

        // What is escaped is longer.
        List<IReadOnlyList<string>> safe = [[.. columns.Select(static column => column.Name)], .. rows.Select(static row => row.Select(SafeText.Of).ToList())];
        var widths = Widths(safe, output.Width);
        foreach (var row in safe)
        {
            output.Line(LineOf(row, widths));
        }
    }

    private int[] Widths(List<IReadOnlyList<string>> rows, int width)
    {
        var widths = new int[columns.Count];
        for (var i = 0; i < widths.Length; i++)
        {
            widths[i] = rows.Max(row => Columns.Of(row[i]));
        }

        var over = widths.Sum() + (Gap.Length * (widths.Length - 1)) - width;
        for (var i = 0; i < widths.Length; i++)
        {
            if (over > 0 && columns[i].IsCut)
            {
                widths[i] = Math.Max(Math.Min(widths[i], LeastCut), widths[i] - over);
            }
        }

        return widths;
    }

    private string LineOf(IReadOnlyList<string> row, int[] widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < widths.Length; i++)
        {
            var value = Columns.CutStart(row[i], widths[i]);
            var space = new string(' ', widths[i] - Columns.Of(value));
            line.Append(i > 0 ? Gap : "").Append(columns[i].IsNumber ? space + value : value + space);
        }

        return line.ToString().TrimEnd();
    }
}
