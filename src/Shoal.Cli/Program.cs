using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;
using Shoal.Cli.Shell.Typing;

using var interruption = new Interruption();
using var lines = new ConsoleLines();
return await CommandLine.RunAsync(args, json => Output.ForProcess(json, lines.Prompt), NapsterShell.ForProcess(args, lines), interruption.Token);
