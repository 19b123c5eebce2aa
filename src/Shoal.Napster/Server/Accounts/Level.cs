namespace Shoal.Napster.Server.Accounts;

/// <summary>What a user may do.</summary>
public enum Level
{
    /// <summary>Less than others: he may not take part in channels.</summary>
    Leech,

    /// <summary>What everybody may.</summary>
    User,

    /// <summary>Keeps order among users.</summary>
    Moderator,

    /// <summary>Keeps order among moderators too, and sees to the server.</summary>
    Admin,

    /// <summary>Owns it.</summary>
    Elite,
}
