namespace Shoal.TrackerServer.Control.Administration;

/// <summary>What is asked for at /administration/…; each path reads what it needs of it.</summary>
/// <remarks>Set, not init: the generated reader gives properties of the other kind nothing where a request is silent, in the place of what stands here.</remarks>
public sealed record AdministrationRequest
{
    /// <summary>A user's name; for a list of users that of whom it is to begin behind.</summary>
    public string Name { get; set; } = "";

    /// <summary>Of who is removed nothing is to stay.</summary>
    public bool Forget { get; set; }

    /// <summary>A passkey's number; for a list of passkeys that of which it is to begin behind.</summary>
    public long Key { get; set; }

    /// <summary>Info-hashes in hexadecimal, v1 or v2.</summary>
    public IReadOnlyList<string> Hashes { get; set; } = [];

    /// <summary>Who fetched so many hundredths of a torrent took it.</summary>
    public int Percent { get; set; } = 50;

    /// <summary>Who seeded for so long is forgiven.</summary>
    public double SeedingHours { get; set; } = 72;

    /// <summary>Who gave so many times what he took is forgiven.</summary>
    public double Ratio { get; set; } = 1;

    /// <summary>Who was there so lately may come again.</summary>
    public double AbsenceHours { get; set; } = 24;
}
