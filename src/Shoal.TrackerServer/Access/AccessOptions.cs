using Shoal.TrackerServer.Accounts;

namespace Shoal.TrackerServer.Access;

/// <summary>Who may use a tracker.</summary>
public sealed record AccessOptions
{
    /// <summary>What the list means.</summary>
    public ListKind List { get; init; }

    /// <summary>The list: an info-hash a line, v1 or v2 in hexadecimal, "#" before a remark. It is there where there is a <see cref="List"/>.</summary>
    public string ListFile { get; init; } = "";

    /// <summary>The database of users, passkeys and figures; null where everybody may come.</summary>
    public string? Database { get; init; }

    /// <summary>How accounts are kept.</summary>
    public AccountOptions Accounts { get; init; } = new();
}
