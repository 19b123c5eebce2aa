using System.Text;
using Shoal.Fuzz.Napster;
using Shoal.Napster;
using Shoal.Napster.Client;
using Shoal.Napster.Client.Downloads;
using Shoal.Napster.Client.Files;
using Shoal.Napster.Client.Searching;
using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;
using Shoal.Napster.Tests;
using Shoal.Peers.Tests;
using Shoal.Runtime;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Fuzz.Targets;

/// <summary>
/// A user at the mercy of his server: it says what the script says, while he asks, fetches and talks. He sends whole messages that servers take, connects to nobody but the server and those whose files he
/// asked for or who asked for his, and every question of his ends. A script is a row of steps: a byte for what is done, a byte for the kind of message, a byte for the length, the payload.
/// </summary>
public sealed class NapsterClientTarget : FuzzTarget, IDisposable
{
    private static readonly MessageType[] Types = [.. Enum.GetValues<MessageType>().Order()];
    private static readonly Endpoint Server = Endpoint.FromBytes([127, 0, 0, 1], 8888);

    /// <summary>In memory where there is some: what the user remembers is written and synced each time.</summary>
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "shoal-fuzz-" + Path.GetRandomFileName())).FullName;
    private readonly ShareIndex _shares;
    private readonly byte[] _shared;

    public NapsterClientTarget()
    {
        var music = Directory.CreateDirectory(Path.Combine(_folder, "music")).FullName;
        File.WriteAllText(Path.Combine(music, "song.mp3"), "la la la");
        _shares = ShareIndex.Open(Path.Combine(_folder, "shares.db"));
        new ShareScan(_shares, TimeProvider.System).Run([music], CancellationToken.None);
        _shared = _shares.Page(0, 1)[0].Name;
    }

    public override string Name => "napster-client";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "ann", "me", "#x", " ", "\"", "\"\\m\\one.mp3\"", "ann \"\\m\\one.mp3\"", "ann 16777343 6699 \"\\m\\one.mp3\" 0123456789abcdef0123456789abcdef 8", "ann 16777343 0 \"\\m\\one.mp3\" firewallerror 8",
                "ann \"\\m\\one.mp3\" 100 3", "ben \"\\music\\song.mp3\"", "ben 16777343 6700 \"\\music\\song.mp3\" 0 8", "\"\\m\\one.mp3\" 0123456789abcdef0123456789abcdef 10 128 44100 20 ann 16777343 8",
                "ann \"\\m\\one.mp3\" 0123456789abcdef0123456789abcdef 10 128 44100 20", "VERSION shoal 1.0", "VERSION opennap 0.36", "1 2 3", "Invalid Password", "\"w\" \"\\m\\one.mp3\" 0 10 128 44100 20 ann 16777343 8",
                " sha256=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "#x ann 3 8", "ann \"User\" 12 \" #x \" \"Active\" 6 0 0 9 \"x\"",
            }.Select(Encoding.ASCII.GetBytes), .. Types.Select(static (_, i) => new[] { (byte)i })];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var user = new FuzzedUser(_shares, Path.Combine(_folder, "state"), _shared);
        while (input.Length >= 3)
        {
            var length = Math.Min(input[2], input.Length - 3);
            user.Step(input[0], Types[input[1] % Types.Length], input.Slice(3, length));
            input = input[(3 + length)..];
        }

        user.End();
        Directory.Delete(Path.Combine(_folder, "state"), recursive: true);
    }

    public void Dispose()
    {
        _shares.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class FuzzedUser : INapsterWatcher
    {
        private readonly HandDrivenLoop _loop = new();
        private readonly Doors _doors = new();
        private readonly FakeNames _names = new();
        private readonly List<Task> _asked = [];
        private readonly string _folder;
        private readonly byte[] _shared;
        private readonly NapsterClient _client;

        /// <summary>Dials that were answered, or will never be.</summary>
        private int _dialled;
        private WitnessLink? _link;
        private bool _isAskedFor;
        private bool _isWanted;

        public FuzzedUser(ShareIndex shares, string folder, byte[] shared)
        {
            (_folder, _shared) = (folder, shared);
            Directory.CreateDirectory(folder);
            var world = new NapsterClientWorld(_loop, _doors, _names, new PromptWorkers(), new SeededChance(1));
            var options = new NapsterClientOptions { Host = "127.0.0.1", Nick = "me", Password = "pw", DataPort = 6699, StateFolder = folder };
            _client = NapsterClient.Start(world, options, shares, isPortable: true, out _)!;
            _client.Watch(this);
            Settle();
        }

        public void Step(byte how, MessageType type, ReadOnlySpan<byte> payload)
        {
            switch (how % 16)
            {
                case 0:
                    _asked.Add(_client.SearchAsync(new FileSearch { Words = Encoding.Latin1.GetString(payload) }));
                    break;
                case 1:
                    _asked.Add(_client.BrowseAsync("ann"));
                    break;
                case 2:
                    _asked.Add(_client.WhoIsAsync("ann"));
                    break;
                case 3:
                    _isWanted = true;
                    _asked.Add(_client.GetAsync(new RemoteFile { Nick = "ann", Name = @"\m\one.mp3"u8.ToArray(), Size = 100, Token = "0123456789abcdef0123456789abcdef" }, _folder));
                    break;
                case 4:
                    _asked.Add(_client.AddWishAsync("w", new FileSearch { Words = "one" }, how > 100 ? _folder : null));
                    break;
                case 5:
                    _client.Join("#x");
                    break;
                case 6:
                    _loop.Advance(TimeSpan.FromSeconds(how));
                    break;
                case 7:
                    _link?.End();
                    break;
                default:
                    _isAskedFor |= type == MessageType.UploadRequest;
                    Say(type, payload);
                    break;
            }

            Settle();
            CheckSent();
            CheckDials();
        }

        /// <summary>All that was asked ends, when the server does.</summary>
        public void End()
        {
            _link?.End();
            Settle();
            _asked.Add(_client.CloseAsync());
            Settle();
            Require(_asked.TrueForAll(static task => task.IsCompleted), "a question has no end");
            Require(_asked.TrueForAll(static task => task.Exception is null or { InnerException: NapsterException }), "a question ended by a fault");
        }

        private void Say(MessageType type, ReadOnlySpan<byte> payload)
        {
            var frame = new byte[Frame.HeaderLength + payload.Length];
            Frame.WriteHeader(frame, ByteOrder.Little, payload.Length, type);
            payload.CopyTo(frame.AsSpan(Frame.HeaderLength));
            _link?.Deliver(frame);
        }

        /// <summary>What servers of old would end the session for is not sent.</summary>
        private void CheckSent()
        {
            ReadOnlySpan<byte> bytes = _link?.TakeSent();
            while (Frame.TryReadHeader(bytes, ByteOrder.Little, out var length, out var type) && bytes.Length >= Frame.HeaderLength + length)
            {
                Require(Enum.IsDefined(type), $"{type} is no message");
                Require(length <= Limits.Payload || type == MessageType.Pong, $"a message of {length} bytes");
                bytes = bytes[(Frame.HeaderLength + length)..];
            }

            Require(bytes.IsEmpty, "what was sent does not end with a message");
        }

        private void CheckDials()
        {
            for (; _dialled < _doors.Dials.Count; _dialled++)
            {
                var (remote, handler) = _doors.Dials[_dialled];
                if (remote == Server)
                {
                    _link = new WitnessLink(Server);
                    handler.OnConnected(_link);
                    Settle();
                    Say(MessageType.LoginAck, "x"u8);
                }
                else
                {
                    Require(_isWanted || _isAskedFor, $"it connects to {remote}, for which nobody asked");
                    handler.OnDialFailed("refused");
                }

                Settle();
            }
        }

        private void Settle()
        {
            for (var i = 0; i < 8; i++)
            {
                _loop.Run();
            }
        }
    }
}
