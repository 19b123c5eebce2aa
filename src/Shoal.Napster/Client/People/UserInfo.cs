using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.People;

/// <summary>What a server tells of a user.</summary>
public sealed record UserInfo
{
    /// <summary>As the user writes it.</summary>
    public required string Nick { get; init; }

    /// <summary>Leech, User, Moderator, Admin or Elite.</summary>
    public required string Level { get; init; }

    /// <summary>False: what follows is not known, but for when it was seen last.</summary>
    public bool IsOnline { get; init; }

    /// <summary>For how long it has been there.</summary>
    public TimeSpan Online { get; init; }

    /// <summary>When it was there last; null while it is.</summary>
    public DateTimeOffset? Seen { get; init; }

    /// <summary>Where it speaks.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Active, or what operators have marked it as.</summary>
    public string Status { get; init; } = "";

    /// <summary>Files that it shares.</summary>
    public long Files { get; init; }

    /// <summary>Transfers under way.</summary>
    public long Downloads { get; init; }

    /// <inheritdoc cref="Downloads"/>
    public long Uploads { get; init; }

    /// <summary>Its line, 0 to 10.</summary>
    public int Line { get; init; }

    /// <summary>Its program.</summary>
    public string Client { get; init; } = "";

    /// <summary>nick "level" seconds "channels" "status" files downloads uploads line "client".</summary>
    internal static UserInfo? ReadPresent(Fields fields)
    {
        if (!fields.TryNext(out var nick) || !fields.TryNext(out var level) || !fields.TryNumber(out var seconds) || !fields.TryNext(out var channels) || !fields.TryNext(out var status))
        {
            return null;
        }

        var info = new UserInfo
        {
            Nick = LegacyText.Decode(nick),
            Level = LegacyText.Decode(level),
            IsOnline = true,
            Online = TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)),
            Channels = LegacyText.Decode(channels).Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Status = LegacyText.Decode(status),
            Files = fields.NumberOr(0),
            Downloads = fields.NumberOr(0),
            Uploads = fields.NumberOr(0),
            Line = (int)Math.Min(fields.NumberOr(0), int.MaxValue),
        };
        return fields.TryNext(out var client) ? info with { Client = LegacyText.Decode(client) } : info;
    }

    /// <summary>nick "level" when.</summary>
    internal static UserInfo? ReadPast(Fields fields)
    {
        if (!fields.TryNext(out var nick) || !fields.TryNext(out var level))
        {
            return null;
        }

        var seen = fields.NumberOr(0);
        return new UserInfo
        {
            Nick = LegacyText.Decode(nick),
            Level = LegacyText.Decode(level),
            Seen = seen is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seen) : null,
        };
    }
}
