using System.Text;
using Shoal.Net;
using Shoal.Runtime;
using Shoal.Simulation.Networks;
using Shoal.Trackers.Exchanges;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>One GET after the other over simulated connections, as plain as HTTP/1.1 allows: no redirects, no compression.</summary>
internal sealed class SimulatedExchange(NetworkHost line) : IExchange
{
    /// <summary>Every URL that was asked for, with the family it was asked by.</summary>
    public List<(string Url, bool IsIPv4)> Asked { get; } = [];

    public void Begin(Loop loop, ExchangeRequest request, Action<ExchangeAnswer> done)
    {
        var to = Endpoint.From(request.Addresses[0], new Uri(request.Url).Port);
        Asked.Add((request.Url, to.IsIPv4));
        line.Dial(loop, request.Local, to, request.Time, new Call(loop, request, done));
    }

    private sealed class Call(Loop loop, ExchangeRequest request, Action<ExchangeAnswer> done) : IDialHandler
    {
        private ByteStream? _stream;

        public void OnConnected(ILink link)
        {
            var url = new Uri(request.Url);
            _stream = new ByteStream(loop, link, OnBytes);
            _stream.Send(Encoding.Latin1.GetBytes($"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: close\r\n\r\n"));
            var timer = loop.CreateTimer(() => End(ExchangeAnswer.None("did not answer in time")));
            timer.Arm(request.Time);
        }

        public void OnDialFailed(string reason) => done(ExchangeAnswer.None(reason));

        private void OnBytes()
        {
            if (_stream is { HasEnded: true } stream)
            {
                var all = stream.Take(stream.Length);
                var head = all.AsSpan().IndexOf("\r\n\r\n"u8);
                End(head < 0
                    ? ExchangeAnswer.None("closed the connection")
                    : new ExchangeAnswer(int.Parse(Encoding.Latin1.GetString(all, 9, 3), System.Globalization.CultureInfo.InvariantCulture), all.AsMemory(head + 4), null));
            }
        }

        private void End(ExchangeAnswer answer)
        {
            if (_stream is { } stream)
            {
                _stream = null;
                stream.Close();
                done(answer);
            }
        }
    }
}
