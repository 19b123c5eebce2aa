using System.Buffers.Binary;
using Shoal.Runtime;

namespace Shoal.Net.Naming;

/// <summary>One question, asked of one nameserver after the other until one answers it.</summary>
internal sealed class NameQuery : IDatagramHandler
{
    private readonly StubNames _names;
    private readonly string _name;
    private readonly DnsType _type;
    private readonly IReadOnlyList<(Endpoint Server, Endpoint From)> _routes;
    private readonly Action<DnsAnswer> _done;
    private readonly LoopTimer _timer;
    private int _tries;
    private DnsQuestion _question;
    private IDatagrams? _port;

    /// <summary>What a server said that would not answer; of more use than that another was silent.</summary>
    private string? _refusal;

    public NameQuery(StubNames names, string name, DnsType type, IReadOnlyList<(Endpoint Server, Endpoint From)> routes, Action<DnsAnswer> done)
    {
        _names = names;
        _name = name;
        _type = type;
        _routes = routes;
        _done = done;
        _timer = names.Loop.CreateTimer(() => Fail("does not answer"));
    }

    private (Endpoint Server, Endpoint From) Route => _routes[_tries % _routes.Count];

    public void Start()
    {
        Span<byte> id = stackalloc byte[2];
        _names.Secrets.Fill(id);
        _question = new DnsQuestion(BinaryPrimitives.ReadUInt16BigEndian(id), _name, _type);
        var message = new byte[DnsQuestion.MaxLength];
        var length = _question.Write(message);
        if (length == 0)
        {
            _names.Loop.Post(() => _done(DnsAnswer.NoName));
            return;
        }

        _timer.Arm(Limits.DnsPatience);
        _port = _names.Transport.OpenDatagrams(_names.Loop, Route.From, this, out var failure);
        if (_port is null || !_port.Send(Route.Server, message.AsSpan(0, length)))
        {
            var reason = failure ?? "cannot be reached";
            _names.Loop.Post(() => Fail(reason));
        }
    }

    public void OnDatagram(Endpoint from, ReadOnlySpan<byte> datagram)
    {
        if (from == Route.Server)
        {
            Take(DnsAnswer.Read(datagram, _question));
        }
    }

    private void Take(DnsAnswer answer)
    {
        switch (answer.Outcome)
        {
            case DnsOutcome.Foreign:
                break;
            case DnsOutcome.Truncated:
                ClosePort();
                new StreamQuery(_names, Route.Server, Route.From, _question, TakeFromStream).Start();
                break;
            case DnsOutcome.Failed:
                _refusal ??= answer.Failure;
                Fail(answer.Failure!);
                break;
            default:
                ClosePort();
                _done(answer);
                break;
        }
    }

    private void TakeFromStream(DnsAnswer? answer, string? failure)
    {
        if (answer is null || answer.Outcome is DnsOutcome.Foreign or DnsOutcome.Truncated)
        {
            Fail(failure ?? "answers something else");
        }
        else
        {
            Take(answer);
        }
    }

    private void Fail(string reason)
    {
        ClosePort();
        var failure = _refusal ?? $"the nameserver {Route.Server.ToIPAddress()} {reason}";
        if (++_tries < _routes.Count * Limits.DnsRounds)
        {
            Start();
        }
        else
        {
            _done(DnsAnswer.Failing(failure));
        }
    }

    private void ClosePort()
    {
        _timer.Disarm();
        _port?.Close();
        _port = null;
    }
}
