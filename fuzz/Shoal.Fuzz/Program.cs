using System.Globalization;
using Shoal.Fuzz;

// Shoal.Fuzz TARGET [--inputs N] [--seed S] [--first N] | TARGET --hex INPUT
const string usage = "usage: Shoal.Fuzz TARGET [--inputs N] [--seed S] [--first N]\n       Shoal.Fuzz TARGET --hex INPUT\ntargets: ";
const long report = 100_000;
var target = FuzzTargets.All.FirstOrDefault(one => string.Equals(one.Name, args.FirstOrDefault(), StringComparison.Ordinal));
var options = args.Skip(1).Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
if (target is null || args.Length % 2 == 0 || options.Keys.Any(key => key is not ("--inputs" or "--seed" or "--first" or "--hex")))
{
    Console.Error.WriteLine(usage + string.Join(' ', FuzzTargets.All.Select(one => one.Name)));
    return 2;
}

var campaign = new Campaign(target, ulong.Parse(options.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture));
var inputs = long.Parse(options.GetValueOrDefault("--inputs", "1000000"), CultureInfo.InvariantCulture);
var first = long.Parse(options.GetValueOrDefault("--first", "0"), CultureInfo.InvariantCulture);
try
{
    if (options.TryGetValue("--hex", out var hex))
    {
        campaign.RunOne(Convert.FromHexString(hex), "given on the command line");
        Console.WriteLine($"{target.Name}: held");
        return 0;
    }

    campaign.RunCorpus();
    for (var done = 0L; done < inputs; done += report)
    {
        campaign.RunMutated(first + done, Math.Min(report, inputs - done));
        Console.WriteLine($"{target.Name}: {Math.Min(done + report, inputs)} inputs held");
    }

    return 0;
}
catch (FindingException finding)
{
    Console.Error.WriteLine(finding.Message);
    Console.Error.WriteLine(finding.InnerException?.StackTrace);
    return 1;
}
