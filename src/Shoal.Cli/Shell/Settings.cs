using System.Collections;
using System.CommandLine;

namespace Shoal.Cli.Shell;

/// <summary>
/// What a service is told beside its command line, in the words of its own options: --port N is "port = N" in the file of --config and SHOAL_TRACKER_PORT=N in
/// the environment. The command line comes before the environment, and that before the file.
/// </summary>
internal sealed class Settings(Verb verb, string prefix)
{
    public const string ConfigName = "--config";

    /// <summary>The option that names the file.</summary>
    public static Option<string?> CreateConfig() => new(ConfigName)
    {
        Description = "Read options from this file, 'name = value' on a line each, such as 'port = 6969'; what stands on the command line counts more",
        HelpName = "FILE",
    };

    /// <summary>The arguments with all that was said elsewhere and not in them.</summary>
    /// <exception cref="VerbException">A setting is none, or its value is no good.</exception>
    public string[] AddTo(string[] arguments, ParseResult parsed)
    {
        var said = new HashSet<Option>(verb.Options.Where(option => parsed.GetResult(option) is { Implicit: false }));
        var environment = FromEnvironment();
        List<string> more = [.. Take(environment, said)];
        var file = parsed.GetValue<string?>(ConfigName) ?? environment.Find(setting => string.Equals(setting.Option.Name, ConfigName, StringComparison.Ordinal))?.Value;
        return [.. arguments, .. more, .. file is null ? [] : Take(FromFile(file), said)];
    }

    /// <summary>How an option is called in a file: --port is port.</summary>
    public static string NameOf(Option option) => option.Name.TrimStart('-');

    /// <summary>How an option is called in the environment: --port is SHOAL_TRACKER_PORT.</summary>
    public string VariableOf(Option option) => prefix + NameOf(option).Replace('-', '_').ToUpperInvariant();

    private static List<string> Take(List<Setting> settings, HashSet<Option> said)
    {
        var taken = settings.FindAll(setting => !said.Contains(setting.Option));
        said.UnionWith(taken.Select(static setting => setting.Option));
        return taken.ConvertAll(static setting => setting.Argument);
    }

    private List<Setting> FromEnvironment()
    {
        var settings = new List<Setting>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            if (entry is { Key: string name, Value: string value } && name.StartsWith(prefix, StringComparison.Ordinal))
            {
                // A setting that is not read, such as one that closes the tracker to strangers, is worse than no tracker.
                var option = verb.Options.FirstOrDefault(option => string.Equals(VariableOf(option), name, StringComparison.Ordinal))
                    ?? throw new VerbException(ExitCode.Usage, $"{name} in the environment is no setting of 'shoal {verb.Name}': see 'shoal {verb.Name} --help' for its options");
                var values = option.Arity.MaximumNumberOfValues > 1 ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [value];
                settings.AddRange(values.Select(each => Checked(new Setting(option, each), $"{name} in the environment")));
            }
        }

        return settings;
    }

    private List<Setting> FromFile(string path)
    {
        var settings = new List<Setting>();
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var where = $"'{path}', line {i + 1}";
            var split = line.IndexOf('=', StringComparison.Ordinal);
            var name = split < 0 ? line : line[..split].TrimEnd();
            var option = verb.Options.FirstOrDefault(option => string.Equals(NameOf(option), name, StringComparison.Ordinal) && !string.Equals(option.Name, ConfigName, StringComparison.Ordinal));
            if (option is null || split < 0)
            {
                throw new VerbException(ExitCode.Usage, option is null ? $"{where}: there is no setting '{name}'; they are the options of 'shoal {verb.Name} --help' without dashes" : $"{where}: '{name}' has no value: write '{name} = …'");
            }

            settings.Add(Checked(new Setting(option, line[(split + 1)..].TrimStart()), where));
        }

        return settings;
    }

    private Setting Checked(Setting setting, string where)
    {
        // The parser takes a first word that ends like the verb's name, such as "--data=/var/lib/tracker", for the program's own path.
        var alone = verb.Parse([verb.Name, setting.Argument]);
        return alone.Errors.Count == 0 ? setting : throw new VerbException(ExitCode.Usage, $"{where}: {alone.Errors[0].Message.TrimEnd('.')}");
    }

    private sealed record Setting(Option Option, string Value)
    {
        public string Argument => $"{Option.Name}={Value}";
    }
}
