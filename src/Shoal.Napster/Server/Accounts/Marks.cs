namespace Shoal.Napster.Server.Accounts;

/// <summary>What operators have marked a user as.</summary>
[Flags]
public enum Marks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It may not speak.</summary>
    Muzzled = 1,

    /// <summary>It is trusted: flood control lets it be.</summary>
    Friend = 2,

    /// <summary>It is watched: moderators hear when it comes.</summary>
    Criminal = 4,
}
