using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Administration;

/// <summary>Whom an order is about: a user who is there, or one who is known.</summary>
/// <param name="Account">What is known of it.</param>
/// <param name="Session">Null: it is not there.</param>
internal readonly record struct Subject(Account Account, Session? Session)
{
    public string Nick => Session?.Nick ?? Account.Nick;

    public Level Level => Session?.Level ?? Account.Level;
}
