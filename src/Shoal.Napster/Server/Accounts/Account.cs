using Shoal.Catalog;

namespace Shoal.Napster.Server.Accounts;

/// <summary>What is known of a user for ever.</summary>
/// <param name="Owner">The number that its files have in the catalog.</param>
/// <param name="Nick">As it was registered.</param>
/// <param name="Email">As the user told; empty where it did not.</param>
/// <param name="Level">What it may do.</param>
/// <param name="Marks">What operators have marked it as.</param>
public sealed record Account(OwnerId Owner, string Nick, string Email, Level Level, Marks Marks)
{
    /// <summary>It may not speak.</summary>
    public bool IsMuzzled => Marks.HasFlag(Marks.Muzzled);

    /// <summary>There is an account on disk.</summary>
    internal bool IsRegistered => Owner.Value is > 0 and < Limits.FirstGuest;

    /// <summary>Nobody yet.</summary>
    internal static Account Guest { get; } = new(default, "", "", Level.User, Marks.None);
}
