using System.Net;

namespace Shoal.Napster.Client;

/// <summary>Who a client is, and how much it gives and takes.</summary>
public sealed record NapsterClientOptions
{
    /// <summary>The port at which people of this protocol fetch from each other.</summary>
    public const int DefaultDataPort = 6699;

    /// <summary>The server's name or address.</summary>
    public required string Host { get; init; }

    /// <summary>The server's port.</summary>
    public int Port { get; init; } = Server.NapsterOptions.DefaultPort;

    /// <summary>What the user is called.</summary>
    public required string Nick { get; init; }

    /// <summary>The password: whoever comes first with a nick says it.</summary>
    public required string Password { get; init; }

    /// <summary>Registers the nick with this e-mail address; null: logs in with it.</summary>
    public string? RegisterWith { get; init; }

    /// <summary>Where others fetch from us; 0: any port that is free; null: nobody can connect to us.</summary>
    public int? DataPort { get; init; } = DefaultDataPort;

    /// <summary>What others are told that our line is, 0 to 10.</summary>
    public int Line { get; init; }

    /// <summary>The address of this machine that is used; null: any.</summary>
    public IPAddress? Bind { get; init; }

    /// <summary>The folder of what the client must remember.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Files that are sent at once.</summary>
    public int Slots { get; init; } = 3;

    /// <summary>Files that are fetched at once, one from each user.</summary>
    public int Downloads { get; init; } = 4;

    /// <summary>Bytes a second that are sent; null: no limit.</summary>
    public long? UpRate { get; init; }

    /// <summary>Bytes a second that are fetched; null: no limit.</summary>
    public long? DownRate { get; init; }
}
