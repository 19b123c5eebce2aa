using System.Text;
using Shoal.Runtime;
using Shoal.Trackers.Exchanges;

namespace Shoal.Trackers.Tests.Announcing;

/// <summary>HTTP trackers played by the test: an answer at once, or one that is held back until the test gives it.</summary>
internal sealed class FakeExchange : IExchange
{
    public const string Empty = "d8:intervali1800e5:peers0:e";

    /// <summary>All that was asked, in order.</summary>
    public List<Asked> All { get; } = [];

    /// <summary>What is asked is answered so; null holds it back.</summary>
    public Func<Asked, ExchangeAnswer?> Play { get; set; } = _ => Body(Empty);

    public int UnderWay => All.Count(asked => !asked.IsAnswered);

    public static ExchangeAnswer Body(string text, int status = 200) => new(status, Encoding.Latin1.GetBytes(text), null);

    public void Begin(Loop loop, ExchangeRequest request, Action<ExchangeAnswer> done)
    {
        var asked = new Asked(request, loop, done);
        All.Add(asked);
        if (Play(asked) is { } answer)
        {
            asked.Answer(answer);
        }
    }

    internal sealed class Asked(ExchangeRequest request, Loop loop, Action<ExchangeAnswer> done)
    {
        public ExchangeRequest Request => request;

        public TimeSpan At { get; } = loop.Now;

        public bool IsAnswered => Given is not null;

        /// <summary>What it was answered.</summary>
        public ExchangeAnswer? Given { get; private set; }

        public string Host => new Uri(request.Url).Host;

        public string Event => this["event"];

        public bool IsScrape => request.Url.Contains("/scrape", StringComparison.Ordinal);

        /// <summary>A parameter as it was written; empty where it is not there.</summary>
        public string this[string name] => request.Url.Split('?', 2)[1].Split('&').Where(pair => pair.StartsWith(name + "=", StringComparison.Ordinal)).Select(pair => pair[(name.Length + 1)..]).FirstOrDefault("");

        public void Answer(ExchangeAnswer answer)
        {
            Assert.False(IsAnswered);
            Given = answer;
            loop.Post(() => done(answer));
        }
    }
}
