namespace Shoal.Napster.Server.Sessions;

/// <summary>Hears of who comes and goes, after the roster has it so.</summary>
internal interface IRosterWatcher
{
    /// <summary>Somebody logged in.</summary>
    void OnCame(Session session);

    /// <summary>A user is gone; what is known of it is still there.</summary>
    void OnWent(Session session);

    /// <summary>A user who is there is hidden from users now, or not any longer.</summary>
    void OnCloaked(Session session)
    {
    }
}
