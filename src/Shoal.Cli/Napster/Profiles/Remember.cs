using System.CommandLine;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Napster.Profiles;

/// <summary>Puts what a verb is told into the profile, so that it need not be said again.</summary>
internal delegate Profile Remember(ParseResult parsed, Caller caller, Profile profile);
