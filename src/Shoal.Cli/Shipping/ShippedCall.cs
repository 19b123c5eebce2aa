using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Shoal.Cli.Shipping;

/// <summary>A command line that is to run in another process as if it ran in its own.</summary>
internal sealed record ShippedCall
{
    private const int MostArguments = 16 * 1024;

    /// <summary>Of these messages; a program that was replaced while a client runs may speak another.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>As the shell gave them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What relative paths are relative to.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Standard error is a screen.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Standard output is a screen.</summary>
    public bool IsOutTerminal { get; init; }

    /// <summary>Columns of that screen.</summary>
    public int Width { get; init; }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ShippingJson.Default.ShippedCall);

    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out ShippedCall? call, [NotNullWhen(false)] out string? reason)
    {
        call = null;
        ShippedCall? read;
        try
        {
            read = JsonSerializer.Deserialize(json, ShippingJson.Default.ShippedCall);
        }
        catch (JsonException)
        {
            reason = "the call cannot be read";
            return false;
        }

        reason = read switch
        {
            null => "the call is empty",
            { Version: not CurrentVersion } => "the client that runs is of another version of shoal: stop it and start it again",
            { Arguments: null } or { Arguments.Count: > MostArguments } => $"a command line has {MostArguments} words at most",
            _ when read.Arguments.Any(static argument => argument is null) => "a word of the command line is missing",
            { Folder: null } => "the call names no folder",
            _ when !Path.IsPathFullyQualified(read.Folder) || read.Folder.Contains('\0', StringComparison.Ordinal) => "the folder of a call is a whole path",
            _ => null,
        };
        call = reason is null ? read! with { Width = Math.Clamp(read!.Width, 20, 1000) } : null;
        return reason is null;
    }
}
