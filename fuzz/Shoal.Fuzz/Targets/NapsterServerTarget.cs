using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Shoal.Fuzz.Napster;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Conduct;
using Shoal.Napster.Tests;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Fuzz.Targets;

/// <summary>
/// A whole server and four clients that say what the script says, of all levels. Every question that has an end gets one end; the books agree; and when all are gone nothing is left.
/// A script is a row of steps: a byte for the client and what it does, a byte for the kind of message, a byte for the length, the payload.
/// </summary>
public sealed class NapsterServerTarget : FuzzTarget
{
    private const int Clients = 4;

    private static readonly MessageType[] Types = [.. Enum.GetValues<MessageType>().Order()];
    private static readonly MessageType[] Ended = [MessageType.Search, MessageType.Browse, MessageType.Sources, MessageType.Channels, MessageType.AllChannels];

    private readonly AccountStore _accounts = AccountStore.Open(":memory:");

    public override string Name => "napster-server";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "a", "b", "c", "d", "#x", "#y", "nobody", " ", "\"", "\"\\m\\one two.mp3\"", "a \"\\m\\one two.mp3\"", "a \"\\m\\one two.mp3\" 5", "127.0.0.*", "128", "0123456789abcdef0123456789abcdef", "FILENAME CONTAINS \"one\"",
                "\"w\" FILENAME CONTAINS one", "d \"reason\" 60", "#x \"text\"", "b Elite", "b Leech", "a hello", "operserv kill b", "chanserv op #x a", "\"\\m\\one two.mp3\" 0123456789abcdef0123456789abcdef 10 128 44100 20",
            }.Select(Encoding.ASCII.GetBytes), .. Types.Select(static (_, i) => new[] { (byte)i })];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var loop = new HandDrivenLoop();
        var doors = new Doors();
        var catalog = new MemoryCatalog();
        var workers = new PromptWorkers();
        var world = new NapsterWorld(loop, doors, workers, workers, workers, catalog, _accounts, new CountedSecrets(), NullLogger.Instance);
        var options = new NapsterOptions { Listen = [Endpoint.FromBytes([127, 0, 0, 1], 8888)], PasswordRounds = 1, Conduct = ConductOptions.Unlimited, MostRows = 20, MostHits = 20 };
        var server = NapsterServer.Start(world, options, out _)!;
        var clients = new WitnessLink[Clients];
        for (var i = 0; i < Clients; i++)
        {
            clients[i] = Connect(doors, loop, i);
            if (server.Roster.TryFind(((char)('a' + i)).ToString(), out var session))
            {
                session.Level = (Level)i + 1;
            }
        }

        while (input.Length >= 3)
        {
            var length = Math.Min(input[2], input.Length - 3);
            Step(doors, loop, workers, clients, input[0], Types[input[1] % Types.Length], input.Slice(3, length));
            CheckBooks(server, catalog);
            input = input[(3 + length)..];
        }

        Array.ForEach(clients, static client => client.End());
        workers.IsHeld = false;
        workers.Release();
        Settle(loop);
        Require(server.Roster.Count == 0 && catalog.Counts.Files == 0, "all are gone and something is left");
        server.Close();
        _accounts.Clear();
    }

    private static void Step(Doors doors, HandDrivenLoop loop, PromptWorkers workers, WitnessLink[] clients, byte how, MessageType type, ReadOnlySpan<byte> payload)
    {
        var who = how % Clients;
        switch (how / Clients)
        {
            case 60:
                clients[who].End();
                Settle(loop);
                clients[who] = Connect(doors, loop, who);
                return;
            case 61:
                workers.IsHeld = !workers.IsHeld;
                if (!workers.IsHeld)
                {
                    workers.Release();
                }

                break;
            case 62:
                clients[who].IsDeaf = true;
                break;
            case 63:
                loop.Advance(TimeSpan.FromSeconds(5));
                break;
        }

        Array.ForEach(clients, static client => client.TakeSent());
        var frame = new byte[Frame.HeaderLength + payload.Length];
        Frame.WriteHeader(frame, ByteOrder.Little, payload.Length, type);
        payload.CopyTo(frame.AsSpan(Frame.HeaderLength));
        var cut = how % frame.Length;
        clients[who].Deliver(frame.AsMemory(0, cut));
        clients[who].Deliver(frame.AsMemory(cut));
        Settle(loop);
        for (var i = 0; i < Clients; i++)
        {
            Hear(clients[i], i == who && !workers.IsHeld ? type : default);
        }
    }

    /// <summary>What a client got is whole frames; what was asked for has one end.</summary>
    private static void Hear(WitnessLink client, MessageType asked)
    {
        if (client.IsDeaf)
        {
            client.Listen();
            return;
        }

        var ends = 0;
        ReadOnlySpan<byte> bytes = client.TakeSent();
        while (Frame.TryReadHeader(bytes, ByteOrder.Little, out var length, out var type) && bytes.Length >= Frame.HeaderLength + length)
        {
            Require(Enum.IsDefined(type), $"{type} is no message");
            ends += type == End(asked) ? 1 : 0;
            bytes = bytes[(Frame.HeaderLength + length)..];
        }

        Require(bytes.IsEmpty, "what was sent does not end with a message");
        Require(!Ended.Contains(asked) || client.IsClosed || ends <= 1, $"{asked} has {ends} ends");
    }

    private static MessageType End(MessageType asked) => asked switch
    {
        MessageType.Search => MessageType.SearchEnd,
        MessageType.Browse => MessageType.BrowseEnd,
        MessageType.Sources => MessageType.SourcesEnd,
        _ => asked,
    };

    private static void CheckBooks(NapsterServer server, MemoryCatalog catalog)
    {
        var sessions = server.Roster.All.ToList();
        Require(sessions.TrueForAll(session => session.IsUser && server.Roster.TryFind(session.Owner, out var same) && same == session), "the roster's two sides differ");
        Require(sessions.TrueForAll(static session => session is { Files: >= 0, Bytes: >= 0, WaitingChanges: >= 0, Downloads: >= 0, Uploads: >= 0 }), "a count is below zero");
        if (sessions.TrueForAll(static session => session.WaitingChanges == 0))
        {
            Require(sessions.Sum(static session => (long)session.Files) <= catalog.Counts.Files, "users share more than there is");
        }
    }

    private static WitnessLink Connect(Doors doors, HandDrivenLoop loop, int index)
    {
        var link = new WitnessLink(Endpoint.FromBytes([127, 0, 0, (byte)(1 + index)], 2000));
        doors.Handler!.OnAccepted(link);
        var login = Encoding.ASCII.GetBytes($"{(char)('a' + index)} pw {(index % 2 == 0 ? 6699 : 0)} \"x\" 8");
        var frame = new byte[Frame.HeaderLength + login.Length];
        Frame.WriteHeader(frame, ByteOrder.Little, login.Length, MessageType.Login);
        login.CopyTo(frame, Frame.HeaderLength);
        link.Deliver(frame);
        Settle(loop);
        return link;
    }

    private static void Settle(HandDrivenLoop loop)
    {
        for (var i = 0; i < 8; i++)
        {
            loop.Run();
        }
    }
}
