using Shoal.Cli.Shell;

using var interruption = new Interruption();
return await CommandLine.RunAsync(args, Output.ForProcess, interruption.Token);
