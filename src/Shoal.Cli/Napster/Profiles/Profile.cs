using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Shoal.Cli.Napster.Profiles;

/// <summary>What a user of the Napster protocol said once and is not asked again.</summary>
internal sealed record Profile
{
    private static readonly Profile Empty = new();

    /// <summary>"host:port"; null: never said.</summary>
    public string? Server { get; init; }

    /// <summary>Null: never said.</summary>
    public string? Nick { get; init; }

    /// <summary>The password of each "nick@host:port" that there was.</summary>
    public IReadOnlyDictionary<string, string> Passwords { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Null: never said; 0: nobody can connect here.</summary>
    public int? DataPort { get; init; }

    /// <summary>What is shared, as whole paths.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Other options of `share`, by their names without dashes.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Under which the password of this user on this server is kept.</summary>
    public string Account => $"{Nick?.ToLowerInvariant()}@{Server}";

    /// <summary>Null: there was none.</summary>
    public string? Password => Passwords.GetValueOrDefault(Account);

    /// <summary>The same with another password for its user and server.</summary>
    public Profile WithPassword(string password) => this with { Passwords = new Dictionary<string, string>(Passwords, StringComparer.Ordinal) { [Account] = password } };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ProfileJson.Default.Profile);

    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Profile? profile, [NotNullWhen(false)] out string? reason)
    {
        profile = null;
        try
        {
            profile = Whole(JsonSerializer.Deserialize(json, ProfileJson.Default.Profile));
            reason = profile switch
            {
                null => "it is empty",
                { Server: { } server } when !ServerAddress.TryParse(server, out _) => $"'{server}' is no server",
                { DataPort: < 0 or > ushort.MaxValue } => $"{profile.DataPort} is no port",
                _ when profile.Folders.Any(static folder => folder is null || !Path.IsPathFullyQualified(folder)) => "one of its folders is no whole path",
                _ when profile.Passwords.Values.Concat(profile.Options.Values).Any(static value => value is null) => "one of its values is missing",
                _ => null,
            };
        }
        catch (JsonException e)
        {
            reason = $"line {e.LineNumber + 1} cannot be read";
        }

        profile = reason is null ? profile : null;
        return reason is null;
    }

    /// <summary>What a file does not have is null, whatever a new profile begins with.</summary>
    private static Profile? Whole(Profile? read) => read is null ? null : read with
    {
        Passwords = read.Passwords ?? Empty.Passwords,
        Folders = read.Folders ?? Empty.Folders,
        Options = read.Options ?? Empty.Options,
    };
}
