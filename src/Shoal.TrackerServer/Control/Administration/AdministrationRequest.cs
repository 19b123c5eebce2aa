namespace Shoal.TrackerServer.Control.Administration;

/// <summary>What is asked for at /administration/…; each path reads what it needs of it.</summary>
public sealed record AdministrationRequest
{
    /// <summary>A user's name; for a list of users that of whom it is to begin behind.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of who is removed nothing is to stay.</summary>
    public bool Forget { get; init; }

    /// <summary>A passkey's number; for a list of passkeys that of which it is to begin behind.</summary>
    public long Key { get; init; }

    /// <summary>Info-hashes in hexadecimal, v1 or v2.</summary>
    public IReadOnlyList<string> Hashes { get; init; } = [];

    /// <summary>Who fetched so many hundredths of a torrent took it.</summary>
    public int Percent { get; init; } = 50;

    /// <summary>Who seeded for so long is forgiven.</summary>
    public double SeedingHours { get; init; } = 72;

    /// <summary>Who gave so many times what he took is forgiven.</summary>
    public double Ratio { get; init; } = 1;

    /// <summary>Who was there so lately may come again.</summary>
    public double AbsenceHours { get; init; } = 24;
}
