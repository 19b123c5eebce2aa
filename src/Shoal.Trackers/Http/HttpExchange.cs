using System.Net;
using Shoal.Net;
using Shoal.Runtime;
using Shoal.Trackers.Exchanges;

namespace Shoal.Trackers.Http;

/// <summary>
/// HTTP exchanges by the framework's client. Redirects are followed here, hop by hop, so that each is looked at first.
/// <code>
///   Begin ─► hop: connect to the given addresses only ─► status, bounded body ─► done on the loop
///              ▲                                    └─► redirect ─► scheme, names, address rules ─┐
///              └────────────────────────────────────────────────────────────────────────────────────┘
/// </code>
/// </summary>
/// <remarks>No cookies; no proxy, not even the environment's: it would hide where a connection leaves from.</remarks>
public sealed class HttpExchange(INames names) : IExchange, IDisposable
{
    private readonly CancellationTokenSource _ending = new();

    /// <inheritdoc/>
    public void Begin(Loop loop, ExchangeRequest request, Action<ExchangeAnswer> done)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(request);
        // Off the caller's loop from the beginning. The task cannot fail: whatever goes wrong is the answer.
        _ = Task.Run(() => AnswerAsync(loop, request, done), CancellationToken.None);
    }

    /// <summary>Ends all that is under way.</summary>
    public void Dispose()
    {
        if (!_ending.IsCancellationRequested)
        {
            _ending.Cancel();
            _ending.Dispose();
        }
    }

    private async Task AnswerAsync(Loop loop, ExchangeRequest request, Action<ExchangeAnswer> done)
    {
        ExchangeAnswer answer;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            limit.CancelAfter(request.Time);
            answer = await FollowAsync(loop, request, limit.Token);
        }
#pragma warning disable CA1031 // Whatever a tracker's bytes make the framework throw is an answer: nobody else hears of it, and the announcer waits for one.
        catch (Exception e)
        {
            answer = ExchangeAnswer.None(HttpFailures.Words(e) ?? "does not answer in HTTP");
        }
#pragma warning restore CA1031

        loop.Post(() => done(answer));
    }

    private async Task<ExchangeAnswer> FollowAsync(Loop loop, ExchangeRequest request, CancellationToken token)
    {
        if (!TrackerUrl.TryParse(request.Url, out var url, out var reason) || !url.IsHttp)
        {
            return ExchangeAnswer.None("has an URL that " + (reason ?? "is not HTTP"));
        }

        var (addresses, credentials) = (request.Addresses, url.Credentials);
        for (var hops = 0; hops <= Limits.Redirects; hops++)
        {
            using var hop = new HttpHop(addresses, request.Local);
            var (answer, location) = await hop.GetAsync(url, credentials, token);
            if (location is null)
            {
                return answer;
            }

            if (!url.TryFollow(location, out var next, out reason) || Refusal(url, next) is { } refusal && (reason = refusal) is not null)
            {
                return ExchangeAnswer.None("redirects to an URL that " + reason);
            }

            credentials = string.Equals(next.Origin, url.Origin, StringComparison.Ordinal) ? credentials : null;
            addresses = await ResolveAsync(loop, next.Host, token);
            addresses = [.. addresses.Where(address => address.AddressFamily == request.Addresses[0].AddressFamily)];
            if (addresses.Count == 0)
            {
                return ExchangeAnswer.None($"redirects to {ShownUrl.Of(next.Text)}, which has no address of the same family");
            }

            var from = AddressKinds.Of(hop.Connected!);
            if (addresses.Select(address => AddressRules.RedirectRefusal(from, address, request.AllowPrivateRedirects)).FirstOrDefault(words => words is not null) is { } words)
            {
                return ExchangeAnswer.None($"redirects to {ShownUrl.Of(next.Text)}, which {words}");
            }

            url = next;
        }

        return ExchangeAnswer.None($"redirects more than {Limits.Redirects} times");
    }

    internal static string? Refusal(TrackerUrl from, TrackerUrl to) =>
        !to.IsHttp ? $"is not HTTP ({to.Scheme})"
        // What https protects, a passkey above all, must not be sent in clear because a server says so.
        : from.Scheme is "https" && to.Scheme is "http" ? "gives up the encryption of https"
        : null;

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(Loop loop, string host, CancellationToken token)
    {
        var done = new TaskCompletionSource<NameAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        names.Resolve(loop, host, done.SetResult);
        var answer = await done.Task.WaitAsync(token);
        return answer.Addresses;
    }
}
