using System.Globalization;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Server.Administration;

/// <summary>How much the server is used, in the fields of the old servers: clients, servers, users, files, kilobytes of files, channels, start, seconds up, memory, accounts, kilobytes in and out and searches a second, bytes in and out, searches under way.</summary>
internal sealed class Usage(NapsterServer server)
{
    private readonly long _start = server.Loop.Time.GetUtcNow().ToUnixTimeSeconds();
    private readonly TimeSpan _begin = server.Loop.Now;

    /// <summary>What was counted when it was asked for last: rates are those since.</summary>
    private (TimeSpan At, long In, long Out, long Searches) _last = (server.Loop.Now, 0, 0, 0);

    public void Register(Orders orders) => orders.On(MessageType.Usage, Level.User, Tell);

    private void Tell(Operator by, Fields fields)
    {
        if (fields.TryNext(out var name) && !LegacyText.Decode(name).Equals(server.Options.Name, StringComparison.OrdinalIgnoreCase))
        {
            by.Fail("stats", "no such server");
            return;
        }

        by.Do(() => server.World.Accounts.Count(), accounts =>
        {
            var (counters, counts, now) = (server.Counters, server.Catalog.Counts, server.Loop.Now);
            var seconds = Math.Max(1, (long)(now - _last.At).TotalSeconds);
            var (inward, outward, searches) = ((counters.BytesIn - _last.In) / seconds >> 10, (counters.BytesOut - _last.Out) / seconds >> 10, (counters.Searches - _last.Searches) / seconds);
            _last = (now, counters.BytesIn, counters.BytesOut, counters.Searches);
            by.Answer(
                MessageType.Usage,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{server.Connected} 0 {server.Roster.Count} {counts.Files} {counts.Bytes >> 10} {server.Channels.Count} {_start} {(long)(now - _begin).TotalSeconds} {GC.GetTotalMemory(false)} {accounts} {inward} {outward} {searches} {counters.BytesIn} {counters.BytesOut} 0"));
        });
    }
}
