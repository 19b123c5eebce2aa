namespace Shoal.Napster.Tests.Transcripts;

/// <summary>What one client got beside what the transcript says it got: the types in their order are the same, and payloads but for the differences that are listed.</summary>
internal sealed class Comparison(string transcript, IReadOnlyList<Difference> differences)
{
    private readonly HashSet<Difference> _used = [];

    /// <summary>Differences that were listed for this transcript and did not show: they say too much.</summary>
    public IEnumerable<Difference> Unused => differences.Where(each => each.Lines.Any(line => line.Transcript == transcript) && !_used.Contains(each));

    public IReadOnlyList<string> FaultsOf(IReadOnlyList<Transcript.Line> expected, IReadOnlyList<Reply?> actual)
    {
        var faults = new List<string>();
        var pairs = new List<(Transcript.Line Line, Reply Reply)>();
        var where = "at the beginning";
        foreach (var (line, index) in Align(expected, actual))
        {
            var got = index is { } i ? actual[i]?.ToString() ?? "EOF" : null;
            if (line is null || index is null)
            {
                faults.Add(line is null ? $"{where}: got {got}, which is not there" : $"line {line.Number}: {line.Client} did not get {line}");
            }
            else if (line.Message is not null)
            {
                pairs.Add((line, actual[index.Value]!.Value));
            }

            where = line is null ? where : $"behind line {line.Number} of {line.Client}";
        }

        CompareUnordered(pairs, faults);
        foreach (var (line, reply) in pairs)
        {
            Compare(line, reply, faults);
        }

        return faults;
    }

    private void Compare(Transcript.Line line, Reply reply, List<string> faults)
    {
        var (expected, actual) = (line.Message!.Value.Payload, reply.Payload);
        foreach (var difference in differences.Where(each => each.Pattern is not null && each.Holds(transcript, line.Number)))
        {
            var (maskedExpected, maskedActual) = (difference.Mask(expected), difference.Mask(actual));
            if (expected != actual && maskedExpected == maskedActual)
            {
                _used.Add(difference);
            }

            (expected, actual) = (maskedExpected, maskedActual);
        }

        if (expected != actual)
        {
            faults.Add($"line {line.Number}: {line.Client} is told {(int)reply.Type}\n    '{actual}' and not\n    '{expected}'");
        }
    }

    /// <summary>Lines whose order is not looked at are taken out when they are the same in any order.</summary>
    private void CompareUnordered(List<(Transcript.Line Line, Reply Reply)> pairs, List<string> faults)
    {
        foreach (var difference in differences.Where(static each => each.Pattern is null))
        {
            foreach (var (_, from, to) in difference.Lines.Where(each => each.Transcript == transcript))
            {
                var group = pairs.Where(pair => from <= pair.Line.Number && pair.Line.Number <= to).ToList();
                var (expected, actual) = (group.ConvertAll(static pair => pair.Line.ToString()), group.ConvertAll(static pair => pair.Reply.ToString()));
                if (expected.SequenceEqual(actual) || !expected.Order().SequenceEqual(actual.Order()))
                {
                    continue;
                }

                _used.Add(difference);
                pairs.RemoveAll(group.Contains);
            }
        }
    }

    /// <summary>Lines beside replies of their types, so that as few as can be stand alone.</summary>
    private static List<(Transcript.Line? Line, int? Reply)> Align(IReadOnlyList<Transcript.Line> expected, IReadOnlyList<Reply?> actual)
    {
        var costs = new int[expected.Count + 1, actual.Count + 1];
        for (var i = expected.Count; i >= 0; i--)
        {
            for (var j = actual.Count; j >= 0; j--)
            {
                costs[i, j] = (i == expected.Count, j == actual.Count) switch
                {
                    (true, _) => 2 * (actual.Count - j),
                    (_, true) => 2 * (expected.Count - i),
                    _ => Math.Min(costs[i + 1, j + 1] + CostOf(expected[i].Message, actual[j]), 2 + Math.Min(costs[i + 1, j], costs[i, j + 1])),
                };
            }
        }

        var aligned = new List<(Transcript.Line?, int?)>();
        for (var (i, j) = (0, 0); i < expected.Count || j < actual.Count;)
        {
            if (i < expected.Count && j < actual.Count && costs[i, j] == costs[i + 1, j + 1] + CostOf(expected[i].Message, actual[j]))
            {
                aligned.Add((expected[i++], j++));
            }
            else if (i < expected.Count && costs[i, j] == 2 + costs[i + 1, j])
            {
                aligned.Add((expected[i++], null));
            }
            else
            {
                aligned.Add((null, j++));
            }
        }

        return aligned;
    }

    private static int CostOf(Reply? expected, Reply? actual) => expected == actual ? 0 : expected?.Type == actual?.Type ? 1 : 1000;
}
