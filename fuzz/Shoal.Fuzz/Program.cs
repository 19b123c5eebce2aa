using System.Diagnostics;
using System.Globalization;
using Shoal.Fuzz;

// Shoal.Fuzz TARGET [--inputs N] [--seed S] [--first N] [--seconds T] [--shorten T] | TARGET --hex INPUT
const string usage = "usage: Shoal.Fuzz TARGET [--inputs N] [--seed S] [--first N] [--seconds T] [--shorten T]\n       Shoal.Fuzz TARGET --hex INPUT\ntargets: ";
const long report = 100_000;
const int batch = 100;
var target = FuzzTargets.All.FirstOrDefault(one => string.Equals(one.Name, args.FirstOrDefault(), StringComparison.Ordinal));
var options = args.Skip(1).Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
if (target is null || args.Length % 2 == 0 || options.Keys.Any(key => key is not ("--inputs" or "--seed" or "--first" or "--hex" or "--seconds" or "--shorten")))
{
    Console.Error.WriteLine(usage + string.Join(' ', FuzzTargets.All.Select(one => one.Name)));
    return 2;
}

var campaign = new Campaign(target, (ulong)Number("--seed", 1));
var (inputs, first, seconds) = (Number("--inputs", 1_000_000), Number("--first", 0), Number("--seconds", long.MaxValue));
var watch = Stopwatch.StartNew();
try
{
    if (options.TryGetValue("--hex", out var hex))
    {
        campaign.RunOne(Convert.FromHexString(hex), "given on the command line");
        Console.WriteLine($"{target.Name}: held");
        return 0;
    }

    if (first == 0)
    {
        campaign.RunCorpus();
    }

    for (var (begun, told) = (campaign.Done, 0L); campaign.Done - begun < inputs && watch.Elapsed.TotalSeconds < seconds;)
    {
        first = campaign.RunUntil(first, Math.Min(batch, inputs - (campaign.Done - begun)));
        if (campaign.Done - begun >= Math.Min(inputs, told + report))
        {
            told = campaign.Done - begun;
            Console.WriteLine($"{target.Name}: {told} {target.Unit} held, {watch.Elapsed.TotalSeconds:F1} s");
        }
    }

    return 0;
}
catch (FindingException finding)
{
    Console.Error.WriteLine($"found after {watch.Elapsed.TotalSeconds:F1} s\n{finding.Message}");
    Console.Error.WriteLine(finding.InnerException?.StackTrace);
    if (finding.Input is { } input && !options.ContainsKey("--hex"))
    {
        var shorter = campaign.Shorten(input, TimeSpan.FromSeconds(Number("--shorten", 10)));
        Console.Error.WriteLine($"shorter ({shorter.Length} of {input.Length} bytes): Shoal.Fuzz {target.Name} --hex {Convert.ToHexStringLower(shorter)}");
    }

    return 1;
}

long Number(string option, long otherwise) => options.TryGetValue(option, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
