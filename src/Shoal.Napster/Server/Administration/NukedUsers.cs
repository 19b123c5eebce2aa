using Shoal.Catalog;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Server.Administration;

/// <summary>Accounts that operators have taken from users, kept for a while that they can be given back. Any thread may ask.</summary>
internal sealed class NukedUsers(AccountStore accounts)
{
    private const string Columns = "id, nick, password, email, level, marks, created, seen";

    /// <summary>Takes the account from its user, and forgets those that were taken long ago.</summary>
    public void Add(OwnerId user, long now) => accounts.With(database =>
    {
        using var transaction = database.Begin();
        using var forget = database.Command(
            "DELETE FROM nuked_users WHERE nuked < $old OR nick = (SELECT nick FROM users WHERE id = $id)", ("$old", now - (long)Limits.NukedKept.TotalSeconds), ("$id", user.Value));
        forget.ExecuteNonQuery();
        using var keep = database.Command($"INSERT INTO nuked_users ({Columns}, nuked) SELECT {Columns}, $now FROM users WHERE id = $id", ("$now", now), ("$id", user.Value));
        keep.ExecuteNonQuery();
        using var delete = database.Command("DELETE FROM users WHERE id = $id", ("$id", user.Value));
        delete.ExecuteNonQuery();
        transaction.Commit();
        return true;
    });

    /// <summary>The account of that nick that was taken; null where there is none.</summary>
    public Account? Find(string nick)
    {
        Account? found = null;
        accounts.Read("SELECT id, nick, email, level, marks FROM nuked_users WHERE nick = $nick", row => found = AccountStore.Read(row), ("$nick", nick));
        return found;
    }

    /// <summary>Gives it back; false where there is another of its nick by now.</summary>
    public bool Restore(OwnerId user) => accounts.With(database =>
    {
        using var transaction = database.Begin();
        using var restore = database.Command($"INSERT INTO users ({Columns}) SELECT {Columns} FROM nuked_users WHERE id = $id ON CONFLICT DO NOTHING", ("$id", user.Value));
        if (restore.ExecuteNonQuery() == 0)
        {
            return false;
        }

        using var delete = database.Command("DELETE FROM nuked_users WHERE id = $id", ("$id", user.Value));
        delete.ExecuteNonQuery();
        transaction.Commit();
        return true;
    });
}
