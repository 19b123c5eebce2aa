using Microsoft.Extensions.Logging.Abstractions;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Conduct;
using Shoal.Napster.Server.Sessions;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Napster.Tests;

/// <summary>A server with links in memory in the place of connections, and a catalog in memory.</summary>
internal sealed class NapsterDesk : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shoal-napster-").FullName;
    private readonly AccountStore _accounts;
    private int _port = 2000;

    /// <param name="change">What the server is told otherwise than here.</param>
    /// <param name="after">A server that was killed: its database is this one's as it was left on disk.</param>
    public NapsterDesk(Func<NapsterOptions, NapsterOptions>? change = null, NapsterDesk? after = null)
    {
        foreach (var file in after is null ? [] : Directory.GetFiles(after._folder))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        _accounts = AccountStore.Open(Path.Combine(_folder, "users"));
        var world = new NapsterWorld(Loop, Doors, Readers, Hashers, Writer, Catalog, _accounts, new CountedSecrets(), NullLogger.Instance);
        var options = new NapsterOptions { Listen = [At("127.0.0.1:8888")], Name = "localhost", PasswordRounds = 10, Conduct = ConductOptions.Unlimited };
        Server = NapsterServer.Start(world, change?.Invoke(options) ?? options, out var failure)!;
        Assert.Null(failure);
    }

    public HandDrivenLoop Loop { get; } = new();

    public Doors Doors { get; } = new();

    public PromptWorkers Readers { get; } = new();

    public PromptWorkers Hashers { get; } = new();

    public PromptWorkers Writer { get; } = new();

    public MemoryCatalog Catalog { get; } = new();

    public NapsterServer Server { get; }

    public static Endpoint At(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new ArgumentException(text);

    public Client Connect(string from = "127.0.0.1", ByteOrder order = ByteOrder.Little)
    {
        var link = new FakeLink { Remote = At($"{from}:{_port++}") };
        Doors.Handler!.OnAccepted(link);
        return new Client(this, link, order);
    }

    /// <summary>A user who has logged in, and has read what that brought.</summary>
    public Client User(string nick, int port = 6699, int link = 8, string from = "127.0.0.1")
    {
        var client = Connect(from).Send(MessageType.Login, $"{nick} pw {port} \"test 0.1\" {link}");
        Assert.Equal(MessageType.LoginAck, client.Read()[0].Type);
        return client;
    }

    /// <summary>What the server knows of a user who is there.</summary>
    public Session Session(string nick) => Server.Roster.TryFind(nick, out var session) ? session : throw new ArgumentException(nick);

    /// <summary>A user who may not speak.</summary>
    public Client Muzzled(string nick)
    {
        var client = User(nick);
        Session(nick).Account = Session(nick).Account with { Marks = Marks.Muzzled };
        return client;
    }

    /// <summary>A user whom the server's owner has given that level.</summary>
    public Client User(string nick, Level level, string from = "127.0.0.1")
    {
        var client = User(nick, from: from);
        Server.Administer($"level {nick} {level}");
        Settle();
        client.Read();
        return client;
    }

    /// <summary>Lets the server do all that there is to do now.</summary>
    public void Settle()
    {
        for (var i = 0; i < 20; i++)
        {
            Loop.Run();
        }
    }

    public void Dispose()
    {
        Server.Close();
        _accounts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
