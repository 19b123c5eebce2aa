using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;

namespace Shoal.Cli.Shell;

/// <summary>What several verbs ask of their options' values.</summary>
internal static class OptionChecks
{
    /// <summary>A whole number in decimal digits.</summary>
    /// <param name="option">Whose.</param>
    /// <param name="least">The smallest.</param>
    /// <param name="most">The largest.</param>
    /// <param name="what">What it is, as in "'x' is no port".</param>
    public static void MustBeBetween(this Option option, int least, int most, string what) => option.Validators.Add(result => CheckEach(
        result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most, text => $"'{text}' is no {what}: give {least} to {most}"));

    /// <summary>Addresses of this machine.</summary>
    public static void MustBeAddresses(this Option option) => option.Validators.Add(static result => CheckEach(
        result, static text => IPAddress.TryParse(text, out _), static text => $"'{text}' is no IP address to bind to"));

    /// <summary>Each value has its own sentence where it is no good.</summary>
    public static void CheckEach(OptionResult result, Func<string, bool> isGood, Func<string, string> sentence)
    {
        foreach (var token in result.Tokens.Where(token => !isGood(token.Value)))
        {
            result.AddError(sentence(token.Value));
        }
    }
}
