namespace Shoal.Catalog.Live;

/// <summary>How a step of <see cref="LiveFiles"/> is undone.</summary>
/// <param name="Share">The share whose card is put back; 0 where it is none.</param>
/// <param name="Card">As it was; without an owner where there was none.</param>
/// <param name="Owner">The owner whose visit is put back.</param>
/// <param name="Visit">As it was; null where he was not there.</param>
/// <param name="Presence">Of the visit, where that alone changed.</param>
internal readonly record struct Undoing(long Share, Card Card, int Owner, Visit? Visit, Presence Presence)
{
    public Undoing(long share, Card card, Visit visit)
        : this(share, card, 0, visit, default)
    {
    }

    public Undoing(int owner, Visit? visit)
        : this(0, default, owner, visit, default)
    {
    }

    public Undoing(Visit visit, Presence presence)
        : this(0, default, 0, visit, presence)
    {
    }
}
