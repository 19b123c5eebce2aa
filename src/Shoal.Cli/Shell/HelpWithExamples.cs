using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Shoal.Cli.Shell;

/// <summary>The usual help, followed by the verb's examples.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _usual = new();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = _usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is Verb verb)
        {
            output.WriteLine(verb.Examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in verb.Examples)
            {
                output.WriteLine("  " + example);
            }
        }
        else
        {
            output.WriteLine("Each command has its own help: shoal create --help");
        }

        return result;
    }
}
