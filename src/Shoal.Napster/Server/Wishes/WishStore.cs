using Shoal.Catalog;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Server.Wishes;

/// <summary>Wishes on disk. Any thread may ask.</summary>
internal sealed class WishStore(AccountStore accounts)
{
    public IReadOnlyList<SavedWish> Read(OwnerId user)
    {
        var wishes = new List<SavedWish>();
        accounts.Read(
            "SELECT name, request, told FROM wishes WHERE user = $user ORDER BY name",
            row => wishes.Add(new SavedWish(row.GetString(0), (byte[])row[1], row.GetInt64(2))),
            ("$user", user.Value));
        return wishes;
    }

    /// <summary>A new one, or another search by the same name.</summary>
    public void Save(OwnerId user, SavedWish wish) => accounts.Run(
        "INSERT INTO wishes (user, name, request, told) VALUES ($user, $name, $request, $told) ON CONFLICT DO UPDATE SET request = $request, told = $told",
        ("$user", user.Value), ("$name", wish.Name), ("$request", wish.Request), ("$told", wish.Told));

    /// <summary>Its user was told of more.</summary>
    public void Tell(OwnerId user, string name, long told) => accounts.Run(
        "UPDATE wishes SET told = $told WHERE user = $user AND name = $name AND told < $told", ("$user", user.Value), ("$name", name), ("$told", told));

    public void Remove(OwnerId user, string name) => accounts.Run("DELETE FROM wishes WHERE user = $user AND name = $name", ("$user", user.Value), ("$name", name));
}
