namespace Shoal.Catalog;

/// <summary>What a <see cref="CatalogChange"/> is.</summary>
public enum ChangeKind
{
    /// <summary>The owner is there, and shares nothing yet: what is known of him from before is found again once he shares it again.</summary>
    Arrive,

    /// <summary>His line or whether he can be reached is another now.</summary>
    Update,

    /// <summary>He shares a file.</summary>
    Share,

    /// <summary>He shares it no longer.</summary>
    Unshare,

    /// <summary>He shares nothing any longer.</summary>
    UnshareAll,

    /// <summary>He is gone: nothing of him is found until he comes and shares again. What he shared is kept for then, as long as there is room.</summary>
    Depart,
}
