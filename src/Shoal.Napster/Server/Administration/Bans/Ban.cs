namespace Shoal.Napster.Server.Administration.Bans;

/// <summary>Somebody who may not come in.</summary>
/// <param name="Target">Who.</param>
/// <param name="SetBy">By whom.</param>
/// <param name="Reason">Told to who is refused.</param>
/// <param name="Since">When, in seconds of Unix.</param>
/// <param name="Seconds">For how long; 0: for ever.</param>
internal sealed record Ban(BanTarget Target, string SetBy, string Reason, long Since, long Seconds)
{
    /// <summary>What is told to who is refused.</summary>
    public string Told => Reason.Length > 0 ? $"You are banned: {Reason}" : "You are banned";

    /// <summary>When it ends, in seconds of Unix.</summary>
    public long End => Seconds == 0 ? long.MaxValue : Since + Seconds;
}
