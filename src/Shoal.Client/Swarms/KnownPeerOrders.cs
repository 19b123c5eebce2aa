namespace Shoal.Client.Swarms;

/// <summary>The orders in which a <see cref="PeerBook"/> goes through its entries.</summary>
internal static class KnownPeerOrders
{
    /// <summary>Whom to dial first: the user's, then those that did not fail, those not known by hearsay alone, and BEP 40.</summary>
    public static Comparer<KnownPeer> Dialling { get; } = Comparer<KnownPeer>.Create(static (a, b) =>
        First(b.IsOfUser.CompareTo(a.IsOfUser), a.Failures.CompareTo(b.Failures), a.IsHearsay.CompareTo(b.IsHearsay),
            b.Priority.CompareTo(a.Priority), a.Number.CompareTo(b.Number)));

    /// <summary>Whom to forget first where the book is full: never reached, failing, known by hearsay alone, low by BEP 40, new.</summary>
    public static Comparer<KnownPeer> Forgetting { get; } = Comparer<KnownPeer>.Create(static (a, b) =>
        First(a.IsOfUser.CompareTo(b.IsOfUser), a.WasReached.CompareTo(b.WasReached), b.Failures.CompareTo(a.Failures), b.IsHearsay.CompareTo(a.IsHearsay),
            First(a.Priority.CompareTo(b.Priority), b.Number.CompareTo(a.Number))));

    /// <summary>Whose rest is over first.</summary>
    public static Comparer<KnownPeer> Resting { get; } = Comparer<KnownPeer>.Create(static (a, b) =>
        First(a.NextDial.CompareTo(b.NextDial), a.Number.CompareTo(b.Number)));

    /// <summary>The first comparison that tells them apart.</summary>
    private static int First(params ReadOnlySpan<int> comparisons)
    {
        foreach (var comparison in comparisons)
        {
            if (comparison != 0)
            {
                return comparison;
            }
        }

        return 0;
    }
}
