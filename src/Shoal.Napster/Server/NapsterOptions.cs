using Shoal.Napster.Server.Conduct;
using Shoal.Napster.Server.Redirector;
using Shoal.Runtime;

namespace Shoal.Napster.Server;

/// <summary>What a server is told.</summary>
public sealed record NapsterOptions
{
    /// <summary>The port that servers of this protocol have.</summary>
    public const int DefaultPort = 8888;

    /// <summary>Where it listens.</summary>
    public required IReadOnlyList<Endpoint> Listen { get; init; }

    /// <summary>What it calls itself.</summary>
    public string Name { get; init; } = "shoal";

    /// <summary>Where servers differ.</summary>
    public Dialect Dialect { get; init; } = Dialect.Shoal;

    /// <summary>Lines that each user is met with; the first two tell old clients what they speak to.</summary>
    public IReadOnlyList<string> Motd { get; init; } = [];

    /// <summary>Who was never registered may not come in.</summary>
    public bool IsRegisteredOnly { get; init; }

    /// <summary>Users at a time.</summary>
    public int MostUsers { get; init; } = 100_000;

    /// <summary>Files of one user.</summary>
    public int MostFiles { get; init; } = 50_000;

    /// <summary>Hits of one search.</summary>
    public int MostHits { get; init; } = 100;

    /// <summary>Rows of one browse by way of the server.</summary>
    public int MostRows { get; init; } = 5000;

    /// <summary>Users that one has on its hotlist, and that one ignores.</summary>
    public int MostFriends { get; init; } = 100;

    /// <summary>Searches that one user leaves with the server.</summary>
    public int MostWishes { get; init; } = 50;

    /// <summary>Channels that one is in at a time; who keeps order may be in any number.</summary>
    public int MostChannels { get; init; } = 5;

    /// <summary>The server tries whether it can connect to the data port that a user says.</summary>
    public bool ChecksDataPorts { get; init; }

    /// <summary>Files of who is gone are kept for so long since they were shared last.</summary>
    public TimeSpan KeepFiles { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Bytes that may wait for a client that does not read.</summary>
    public int SendQueue { get; init; } = Limits.SendQueue;

    /// <summary>Rounds of the hash of passwords.</summary>
    public int PasswordRounds { get; init; } = Accounts.PasswordHash.Rounds;

    /// <summary>How much one user and one address may ask for.</summary>
    public ConductOptions Conduct { get; init; } = new();

    /// <summary>The ports at which clients are told where to connect, and others figures: none, unless asked for.</summary>
    public RedirectorOptions Redirector { get; init; } = new();
}
