using Shoal.Catalog;

namespace Shoal.Napster.Server.Accounts;

/// <summary>What is known of a user for ever.</summary>
/// <param name="Owner">The number that its files have in the catalog.</param>
/// <param name="Nick">As it was registered.</param>
/// <param name="Email">As the user told; empty where it did not.</param>
/// <param name="Level">What it may do.</param>
/// <param name="IsMuzzled">It may not speak.</param>
public sealed record Account(OwnerId Owner, string Nick, string Email, Level Level, bool IsMuzzled)
{
    /// <summary>Nobody yet.</summary>
    internal static Account Guest { get; } = new(default, "", "", Level.User, IsMuzzled: false);
}
