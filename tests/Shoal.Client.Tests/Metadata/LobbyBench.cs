using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Shoal.Client.Choking;
using Shoal.Client.Leases;
using Shoal.Client.Metadata;
using Shoal.Client.Pieces;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Tests;
using Shoal.Peers.Wire;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;

namespace Shoal.Client.Tests.Metadata;

/// <summary>A lobby on a loop driven by hand, whose peers are links that the test speaks through.</summary>
internal sealed class LobbyBench : IDisposable
{
    /// <summary>Our id for ut_metadata is 1; the peers here want theirs under 3, as in the example of BEP 10.</summary>
    private const byte TheirId = 3;

    private readonly ReceiveScratch _scratch = new();
    private readonly BufferSlab _slab = new();

    public LobbyBench(int files = 1)
    {
        Info = InfoOf(files);
        Hashes = new InfoHashes(new Sha1Hash(SHA1.HashData(Info)), null);
        Leases = new ClientLeases(Loop.Time);
        var context = new SwarmContext
        {
            Loop = Loop,
            Transport = new SilentTransport(),
            Workers = new InlineWorkers(),
            Chance = new SeededChance(1),
            Slab = _slab,
            Scratch = _scratch,
            Budget = new MemoryBudget(64),
            Leases = Leases,
            Choker = new ClientChoker(Loop, Leases, new SeededChance(1), null),
            PeerId = SwarmBench.OwnId,
            Binds = [],
            ListenPort = 6881,
            ClientName = "bench",
        };
        Lobby = new Lobby(context, Hashes, m => Known = m, r => Refusal = r);
        Lobby.Start();
    }

    public HandDrivenLoop Loop { get; } = new();

    public ClientLeases Leases { get; }

    public byte[] Info { get; }

    public InfoHashes Hashes { get; }

    public Lobby Lobby { get; }

    public TorrentMetainfo? Known { get; private set; }

    public string? Refusal { get; private set; }

    /// <summary>A v1 info dictionary of so many files, written by hand after BEP 3.</summary>
    public static byte[] InfoOf(int files, string extra = "")
    {
        var text = new StringBuilder("d5:filesl");
        for (var i = 0; i < files; i++)
        {
            var name = $"file-{i:D6}";
            text.Append($"d6:lengthi1e4:pathl{name.Length}:{name}ee");
        }

        var pieces = (files + 16383) / 16384;
        text.Append($"e4:name5:album12:piece lengthi16384e6:pieces{pieces * 20}:").Append('h', pieces * 20).Append(extra).Append('e');
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public FakeLink Connect(byte number, int? claimedLength = null, bool extended = true)
    {
        var link = new FakeLink { Remote = Endpoint.FromBytes([10, 0, 0, number], 5000) };
        Lobby.Dialer.Adopt(link, new Handshake(Hashes.Primary, SwarmBench.IdOf(number), Fast: true, Extended: extended, V2: false));
        Loop.Run();
        link.TakeSent();
        if (extended)
        {
            Say(link, 20, [0, .. Encoding.ASCII.GetBytes($"d1:md11:ut_metadatai{TheirId}ee13:metadata_sizei{claimedLength ?? Info.Length}ee")]);
        }

        return link;
    }

    public void Say(FakeLink link, byte kind, params byte[] payload)
    {
        if (!link.IsClosed)
        {
            link.Deliver(Wires.Message(kind, payload));
            Loop.Run();
            Loop.Run();
        }
    }

    /// <summary>The pieces that the lobby has asked this peer for since the last time.</summary>
    public List<int> Asked(FakeLink link)
    {
        Loop.Run();
        var asked = new List<int>();
        for (var bytes = link.TakeSent().AsSpan(); !bytes.IsEmpty; bytes = bytes[(4 + BinaryPrimitives.ReadInt32BigEndian(bytes))..])
        {
            var message = bytes.Slice(4, BinaryPrimitives.ReadInt32BigEndian(bytes));
            if (message.Length > 2 && message[0] == 20 && message[1] == TheirId && MetadataMessage.TryRead(message[2..], out var request)
                && request.Kind == MetadataMessageKind.Request)
            {
                asked.Add(request.Piece);
            }
        }

        return asked;
    }

    /// <summary>Answers everything it is asked, from these bytes.</summary>
    public void Serve(FakeLink link, byte[] from)
    {
        for (var asked = Asked(link); asked.Count > 0; asked = link.IsClosed ? [] : Asked(link))
        {
            foreach (var piece in asked)
            {
                SayPiece(link, piece, from);
            }
        }
    }

    public void SayPiece(FakeLink link, int piece, byte[] from)
    {
        var data = from.AsSpan(piece * 16384);
        data = data[..Math.Min(16384, data.Length)];
        Say(link, 20, [1, .. Encoding.ASCII.GetBytes($"d8:msg_typei1e5:piecei{piece}e10:total_sizei{from.Length}ee"), .. data]);
    }

    public void Dispose()
    {
        Lobby.Stop();
        Assert.Equal(0, Leases.Connections.Used);
        Loop.Run();
        _scratch.Dispose();
        _slab.Dispose();
    }

    private sealed class SilentTransport : ITransport
    {
        public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure) => throw new NotSupportedException();

        public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler)
        {
        }

        public IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure) => throw new NotSupportedException();
    }

    private sealed class InlineWorkers : IWorkers
    {
        public int Count => 1;

        public void Submit(IWork work, Loop loop, IMail completion)
        {
            work.Run();
            loop.Post(completion);
        }
    }
}
