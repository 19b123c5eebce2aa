using System.Text;
using Shoal.Net;
using Shoal.Runtime;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Time;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>An HTTP server that answers as the test says and remembers what it was asked.</summary>
internal sealed class ScriptedTracker : IAcceptHandler
{
    private readonly SimulatedLoop _loop;
    private readonly NetworkHost _line;

    public ScriptedTracker(World world, string host, LineOptions? line = null)
    {
        Host = host;
        _line = world.Network.Add(line ?? new LineOptions());
        _loop = new SimulatedLoop(world, _line.Index);
        _loop.Post(() =>
        {
            foreach (var address in Addresses)
            {
                Assert.NotNull(_line.Listen(_loop, address.WithPort(80), this, out _));
            }
        });
    }

    public string Host { get; }

    public string Url => $"http://{Host}/announce";

    public IEnumerable<Endpoint> Addresses => new[] { _line.AddressOf(ipv4: true), _line.AddressOf(ipv4: false) }.OfType<Endpoint>();

    /// <summary>Path and query of each request, with who asked.</summary>
    public List<(string Target, Endpoint From)> Asked { get; } = [];

    /// <summary>What a request is answered; null leaves it without an answer.</summary>
    public Func<string, string?> Answer { get; set; } = static _ => Ok("d8:intervali1800e5:peers0:e");

    public IEnumerable<string> Events => Asked.Select(asked => Parameter(asked.Target, "event"));

    public static string Ok(string body, int status = 200) => $"HTTP/1.1 {status} Status\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";

    /// <summary>A parameter as it was written; empty where it is not there.</summary>
    public static string Parameter(string target, string name) =>
        target.Split('?', 2).Last().Split('&').Where(pair => pair.StartsWith(name + "=", StringComparison.Ordinal)).Select(pair => pair[(name.Length + 1)..]).FirstOrDefault("");

    public void OnAccepted(ILink link)
    {
        ByteStream? stream = null;
        stream = new ByteStream(_loop, link, () =>
        {
            var text = Encoding.Latin1.GetString(stream!.Peek(stream.Length));
            if (text.EndsWith("\r\n\r\n", StringComparison.Ordinal) && !stream.HasEnded)
            {
                stream.Take(stream.Length);
                var target = text.Split(' ')[1];
                Asked.Add((target, link.Remote));
                if (Answer(target) is { } answer)
                {
                    stream.Send(Encoding.Latin1.GetBytes(answer));
                    stream.Close();
                }
            }
        });
    }
}
