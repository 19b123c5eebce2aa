using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Sessions;

/// <summary>
/// Comes to the server, logs in, and comes again whenever it was thrown out by chance.
/// <code>
///   Stopped ─Start─► Connecting ─► LoggingIn ─► Online ─┐
///                        ▲             │ no   ◄─────────┘ broke
///                        └── Waiting ◄─┤
///                                      └─► Stopped: refused for good
/// </code>
/// </summary>
internal sealed class ServerSession : IServerListener, IDialHandler
{
    private readonly NapsterClientWorld _world;
    private readonly NapsterClientOptions _options;
    private readonly ISessionOwner _owner;
    private readonly LoopTimer _timer;

    /// <summary>Tries that failed one after the other.</summary>
    private int _failures;

    /// <summary>A later try makes answers of an earlier one void.</summary>
    private int _try;

    /// <summary>We are in, and the server tells what it is.</summary>
    private bool _isIn;

    public ServerSession(NapsterClientWorld world, NapsterClientOptions options, ISessionOwner owner)
    {
        _world = world;
        _options = options;
        _owner = owner;
        _timer = world.Loop.CreateTimer(OnTimer);
    }

    /// <summary>Where it stands.</summary>
    public SessionState State { get; private set; }

    /// <summary>What the server is.</summary>
    public ServerKind Kind { get; private set; }

    /// <summary>What the server calls itself; empty where it did not say.</summary>
    public string ServerName { get; private set; } = "";

    /// <summary>Why it is not there, in words; null while it is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The stream; null while there is none.</summary>
    public ServerLink? Link { get; private set; }

    /// <summary>The port that others are told; 0: they cannot connect.</summary>
    public int DataPort { get; set; }

    public void Start()
    {
        if (State == SessionState.Stopped)
        {
            _failures = 0;
            Connect();
        }
    }

    /// <summary>Ends it for good, for a reason.</summary>
    public void Stop(string? reason)
    {
        _try++;
        _timer.Disarm();
        Link?.FlushOnLoop();
        Drop();
        Become(SessionState.Stopped, reason);
    }

    public void OnConnected(ILink link)
    {
        if (State != SessionState.Connecting)
        {
            link.Close();
            return;
        }

        Kind = ServerKind.Unknown;
        ServerName = "";
        _isIn = false;
        Link = new ServerLink(link, _world.Loop, this);
        Link.Begin();
        Become(SessionState.LoggingIn, null);
        _timer.Arm(Limits.LoginPatience);
        var program = $"shoal {Server.NapsterServer.Version.Split('+')[0]}";
        if (_options.RegisterWith is { } email)
        {
            Link.Send(MessageType.Register, $"{_options.Nick} {_options.Password} {DataPort} \"{program}\" {_options.Line} {email}");
        }
        else
        {
            Link.Send(MessageType.Login, $"{_options.Nick} {_options.Password} {DataPort} \"{program}\" {_options.Line}");
        }
    }

    public void OnDialFailed(string reason)
    {
        if (State == SessionState.Connecting)
        {
            Retry($"the server {Where} cannot be reached ({reason})");
        }
    }

    public void OnMessage(MessageType type, ReadOnlySpan<byte> payload)
    {
        if (_isIn)
        {
            OnMessageOnline(type, payload);
        }
        else
        {
            OnMessageOfLogin(type, payload);
        }
    }

    public void OnEnded(string reason) => Retry(State == SessionState.LoggingIn && !_isIn ? $"{reason} before the login" : reason);

    private string Where => $"{_options.Host}:{_options.Port}";

    private void Connect()
    {
        Become(SessionState.Connecting, Trouble);
        var mine = ++_try;
        _world.Names.Resolve(_world.Loop, _options.Host, answer =>
        {
            if (mine != _try)
            {
                return;
            }

            if (answer.Failure is { } failure)
            {
                Retry($"the server's name '{_options.Host}' {failure}");
                return;
            }

            // The protocol tells addresses of IPv4 alone, so that who comes by IPv6 cannot be fetched from.
            var address = answer.Addresses.FirstOrDefault(static address => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork) ?? answer.Addresses[0];
            var local = _options.Bind is { } bind ? Endpoint.From(bind, 0) : (Endpoint?)null;
            _world.Transport.Dial(_world.Loop, local, Endpoint.From(address, _options.Port), Limits.DialPatience, this);
        });
    }

    private void OnMessageOfLogin(MessageType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case MessageType.LoginAck:
                _failures = 0;
                _isIn = true;
                _timer.Arm(Limits.GreetingPatience);
                break;
            case MessageType.LoginError:
                OnRefused(LegacyText.Decode(payload));
                break;
            case MessageType.NickInvalid:
                Stop($"the server {Where} takes no nick such as '{_options.Nick}'");
                break;
            case MessageType.Notice:
                Trouble = LegacyText.Decode(payload);
                break;
        }
    }

    /// <summary>What more tries would not mend ends it; a full server, or an old session of ours that is still there, does not.</summary>
    private void OnRefused(string reason)
    {
        string[] lasting = ["password", "registered", "banned", "another user", "taken"];
        if (Array.Exists(lasting, word => reason.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            Stop($"the server {Where} refuses '{_options.Nick}': {reason}");
        }
        else
        {
            Retry($"the server {Where} says: {reason}");
        }
    }

    private void OnMessageOnline(MessageType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case MessageType.Motd when State == SessionState.LoggingIn:
                Greet(LegacyText.Decode(payload));
                break;
            case MessageType.Statistics when State == SessionState.LoggingIn:
                Know();
                break;
            case MessageType.Ghost:
                Stop($"somebody else logged in as '{_options.Nick}' at {Where}");
                return;
            case MessageType.Disconnecting:
                Retry("the server ended the session");
                return;
        }

        _owner.OnMessage(type, payload);
    }

    /// <summary>The lines before the figures tell what the server is.</summary>
    private void Greet(string line)
    {
        if (line.StartsWith("VERSION ", StringComparison.Ordinal))
        {
            Kind = ServerKinds.Read(line);
        }
        else if (line.StartsWith("SERVER ", StringComparison.Ordinal))
        {
            ServerName = line["SERVER ".Length..];
        }
    }

    /// <summary>All that a server says of itself at the login was said, or never will be.</summary>
    private void Know()
    {
        _timer.Disarm();
        Become(SessionState.Online, null);
    }

    private void OnTimer()
    {
        switch (State)
        {
            case SessionState.LoggingIn when _isIn:
                Know();
                break;
            case SessionState.LoggingIn:
                Retry($"the server {Where} does not answer");
                break;
            case SessionState.Waiting:
                Connect();
                break;
        }
    }

    private void Retry(string reason)
    {
        Drop();
        var wait = TimeSpan.FromSeconds(Math.Min(Limits.ReconnectLongest.TotalSeconds, Math.Pow(2, _failures++)));
        _timer.Arm(wait / 2 + wait * (_world.Chance.Below(1000) / 1000.0));
        Become(SessionState.Waiting, reason);
    }

    private void Drop()
    {
        _isIn = false;
        Link?.Close();
        Link = null;
    }

    private void Become(SessionState state, string? trouble)
    {
        State = state;
        Trouble = trouble;
        _owner.OnState();
    }
}
