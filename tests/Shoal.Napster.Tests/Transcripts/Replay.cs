using Shoal.Napster.Server;

namespace Shoal.Napster.Tests.Transcripts;

/// <summary>Plays the clients of a transcript to our server, and gathers what each gets. The order of what two of them get is not compared: the transcript has each at the time it was read.</summary>
internal sealed class Replay : IDisposable
{
    private readonly Dictionary<char, Client> _clients = [];
    private readonly Dictionary<char, List<Reply?>> _got = [];

    public Replay(Dialect dialect, string server) => Desk = new NapsterDesk(options => options with { Dialect = dialect, Name = server });

    public NapsterDesk Desk { get; }

    /// <param name="transcript">What is played.</param>
    /// <param name="pauses">Lines before which time passed: transcripts do not say so.</param>
    /// <param name="differences">What may differ.</param>
    public IReadOnlyList<string> FaultsOf(Transcript transcript, IReadOnlyDictionary<int, TimeSpan> pauses, IReadOnlyList<Difference> differences)
    {
        foreach (var line in transcript.Lines)
        {
            if (pauses.TryGetValue(line.Number, out var pause))
            {
                Wait(pause);
            }

            if (line is { IsSent: true, Message: { } message })
            {
                ClientOf(line.Client).Send(message.Type, message.Payload);
                Gather();
            }
        }

        var comparison = new Comparison(transcript.Name, differences);
        var faults = _got.SelectMany(each => comparison.FaultsOf([.. transcript.Lines.Where(line => line.Client == each.Key && !line.IsSent)], each.Value)).ToList();
        return [.. faults, .. comparison.Unused.Select(static each => $"'{each.Field}' did not differ: take it off the list")];
    }

    public void Dispose() => Desk.Dispose();

    private void Wait(TimeSpan pause)
    {
        for (var second = 0; second < pause.TotalSeconds; second++)
        {
            Desk.Loop.Advance(TimeSpan.FromSeconds(1));
            Desk.Settle();
        }
    }

    private Client ClientOf(char letter)
    {
        if (!_clients.TryGetValue(letter, out var client))
        {
            _clients.Add(letter, client = Desk.Connect());
            _got.Add(letter, []);
        }

        return client;
    }

    private void Gather()
    {
        foreach (var (letter, client) in _clients)
        {
            var got = _got[letter];
            got.AddRange(client.Read().Cast<Reply?>());
            if (client.IsClosed && (got.Count == 0 || got[^1] is not null))
            {
                got.Add(null);
            }
        }
    }
}
