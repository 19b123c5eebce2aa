using System.Globalization;

namespace Shoal.Napster.Client.Sessions;

/// <summary>What each kind of server can do.</summary>
internal static class ServerKinds
{
    /// <summary>"VERSION opennap 0.44", the first line that a server greets with.</summary>
    public static ServerKind Read(string line)
    {
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["VERSION", var name, ..] words)
        {
            return ServerKind.Unknown;
        }

        var version = words.Length > 2 ? words[2] : "";
        return name.ToUpperInvariant() switch
        {
            "SHOAL" => ServerKind.Shoal,
            "OPENNAP-NG" => ServerKind.OpenNap,
            "OPENNAP" => double.TryParse(string.Concat(version.TakeWhile(static c => char.IsAsciiDigit(c) || c == '.')), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 0.4
                ? ServerKind.OldOpenNap
                : ServerKind.OpenNap,
            _ => ServerKind.Unknown,
        };
    }

    /// <summary>Takes a kind of file in a search. Who said nothing is asked as the oldest are.</summary>
    public static bool KnowsTypes(this ServerKind kind) => kind is ServerKind.Shoal or ServerKind.OpenNap;

    /// <summary>Takes hashes and tags of files, tells them again, and keeps searches.</summary>
    public static bool IsOurs(this ServerKind kind) => kind == ServerKind.Shoal;
}
