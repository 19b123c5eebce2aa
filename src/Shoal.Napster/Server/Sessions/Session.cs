using Shoal.Catalog;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Administration;
using Shoal.Napster.Server.Channels;
using Shoal.Napster.Server.Conduct;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Sessions;

/// <summary>One client: a stranger first, then a user.</summary>
internal sealed class Session(ClientConnection connection, NapsterServer server) : IFrameOutput
{
    /// <summary>What is said to a message that cannot be read.</summary>
    public const string Unparsable = "parameters are unparsable";

    public ClientConnection Connection => connection;

    /// <summary>Where it connects from: what others are told, never what it says itself.</summary>
    public Endpoint Remote => connection.Remote;

    /// <summary>When it connected, by the loop's clock.</summary>
    public TimeSpan Since { get; } = server.Loop.Now;

    /// <summary>It has logged in, and is in the <see cref="Roster"/>.</summary>
    public bool IsUser { get; set; }

    /// <summary>Its place among those who have not logged in.</summary>
    public LinkedListNode<Session>? Waiting { get; set; }

    /// <summary>As the user writes it.</summary>
    public string Nick { get; set; } = "";

    /// <summary>What is known of the user for ever.</summary>
    public Account Account { get; set; } = Account.Guest;

    /// <summary>The user's level now.</summary>
    public Level Level { get; set; } = Level.User;

    /// <summary>What the program calls itself, as it came.</summary>
    public byte[] Client { get; set; } = [];

    /// <summary>It is one of our own, which read what we tell of a file beyond what is told to all.</summary>
    public bool IsOurs => Client.AsSpan().StartsWith("shoal "u8);

    /// <summary>The line: <see cref="LinkType"/>.</summary>
    public byte Link { get; set; }

    /// <summary>Where others fetch from it; 0: nobody can connect to it.</summary>
    public ushort DataPort { get; set; }

    /// <summary>It was tried, and nobody can connect to the port that it says.</summary>
    public bool IsUnreachable { get; set; }

    /// <summary>When its port was tried last, and which; null: never.</summary>
    public TimeSpan? LastPortCheck { get; set; }

    public ushort CheckedPort { get; set; }

    /// <summary>When moderators were told last that another cannot reach it; null: never.</summary>
    public TimeSpan? LastComplaint { get; set; }

    /// <summary>Nobody can connect to it.</summary>
    public bool IsFirewalled => DataPort == 0 || IsUnreachable;

    /// <summary>Files that it shares.</summary>
    public int Files { get; set; }

    /// <summary>Their sizes together.</summary>
    public long Bytes { get; set; }

    /// <summary>Changes of its files that are not written yet.</summary>
    public int WaitingChanges { get; set; }

    /// <summary>Transfers under way, as it tells.</summary>
    public int Downloads { get; set; }

    public int Uploads { get; set; }

    /// <summary>Transfers that ended.</summary>
    public int Downloaded { get; set; }

    public int Uploaded { get; set; }

    /// <summary>Users of whose coming and going it hears.</summary>
    public SortedSet<string> Hotlist { get; } = new(Protocol.Nick.Comparer);

    /// <summary>Users that it hears nothing of in private.</summary>
    public SortedSet<string> Ignored { get; } = new(Protocol.Nick.Comparer);

    /// <summary>The channels that it is in, the last one that it joined first.</summary>
    public List<Member> Channels { get; } = [];

    /// <summary>Only moderators see it.</summary>
    public bool IsCloaked { get; set; }

    /// <summary>What it hears of as a moderator.</summary>
    public Notices Hears { get; set; } = Notices.All;

    /// <summary>It comes from where everything may be done as often as one likes.</summary>
    public bool IsExempt { get; set; }

    /// <summary>It is counted among the connections of its address.</summary>
    public bool IsCounted { get; set; }

    /// <summary>When all that it sent will be paid for, in ticks of the loop's clock.</summary>
    public long Paid { get; set; }

    /// <summary>It sends too fast; null while it does not.</summary>
    public Flood? Flood { get; set; }

    /// <summary>Whose files these are in the catalog.</summary>
    public OwnerId Owner => Account.Owner;

    /// <summary>How a file of its may be reached.</summary>
    public Presence Presence => new(Link, !IsFirewalled);

    /// <summary>The second of the minute in which it is told the figures.</summary>
    public int Turn { get; set; }

    /// <summary>For that user it is not there.</summary>
    public bool IsHiddenFrom(Session other) => IsCloaked && other.Level < Level.Moderator;

    /// <summary>What it is told of a file behind what all are told.</summary>
    public string ExtrasOf(SharedFile file) => IsOurs && file.Sha256 is { } hash ? $" sha256={hash}" : "";

    /// <summary>What another knows it as.</summary>
    public string NameFor(Session other) => IsHiddenFrom(other) ? "Operator" : Nick;

    /// <summary>Handles one message, to its end.</summary>
    public void Handle(MessageType type, ReadOnlySpan<byte> payload)
    {
        server.Router.Handle(this, type, payload);
        server.Conduct.Charge(this, type);
    }

    /// <inheritdoc/>
    public FrameBuffer? Output() => connection.Output();

    /// <summary>Sends an interpolated payload.</summary>
    public void Send(MessageType type, [System.Runtime.CompilerServices.InterpolatedStringHandlerArgument("")] Payload payload)
    {
        if (!connection.IsEnding)
        {
            connection.Send(type);
        }
    }

    /// <summary>Sends a message without a payload.</summary>
    public void Send(MessageType type) => Send(type, $"");

    /// <summary>Tells the user something.</summary>
    public void Notice(string text) => Send(MessageType.Notice, $"{text}");

    /// <summary>Tells the user that what a message says cannot be read.</summary>
    public void NoticeUnparsable() => Notice(Unparsable);

    /// <summary>Ends it with a reason.</summary>
    public void Expel(string reason)
    {
        Send(IsUser ? MessageType.Notice : MessageType.LoginError, $"{reason}");
        connection.End();
    }
}
