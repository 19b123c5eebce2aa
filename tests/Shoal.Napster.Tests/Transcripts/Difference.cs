using System.Text.RegularExpressions;

namespace Shoal.Napster.Tests.Transcripts;

/// <summary>A part of payloads in which our server may differ from the real one.</summary>
/// <param name="Field">Which.</param>
/// <param name="Pattern">What of a payload is not looked at; null where only the order of these lines is not.</param>
/// <param name="Why">Why it differs.</param>
/// <param name="Lines">Where, by transcript.</param>
internal sealed record Difference(string Field, string? Pattern, string Why, params (string Transcript, int From, int To)[] Lines)
{
    public bool Holds(string transcript, int line) => Lines.Any(each => each.Transcript == transcript && each.From <= line && line <= each.To);

    /// <summary>What is looked at of a payload.</summary>
    public string Mask(string payload) => Pattern is null ? payload : Regex.Replace(payload, Pattern, "…", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
