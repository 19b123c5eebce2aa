using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Administration;

/// <summary>What operators are told of the server and of those who use it.</summary>
internal sealed class Reports(NapsterServer server, Departures departures)
{
    public void Register(Orders orders)
    {
        orders.On(MessageType.ServerVersion, Level.Moderator, static (by, _) => by.Tell($"shoal {NapsterServer.Version}"));
        orders.On(MessageType.Users, Level.Moderator, ListUsers);
        orders.On(MessageType.ClientTally, Level.Moderator, TallyClients);
        orders.On(MessageType.Histogram, Level.Moderator, TellHistogram);
        orders.On(MessageType.WhichServer, Level.User, TellServer);
        orders.On(MessageType.WhoWasThere, Level.Moderator, TellDeparture);
        orders.On(MessageType.UserMode, Level.Moderator, ChangeMode);
        orders.On(MessageType.LogLevel, Level.Admin, TellLogLevel);
    }

    /// <summary>The second field says of whom: e, a, m, u, l for the levels from the highest on, z for the muzzled, c for the cloaked; without it all.</summary>
    private void ListUsers(Operator by, Fields fields)
    {
        fields.TryNext(out _);
        fields.TryNext(out var field);
        var kinds = Encoding.Latin1.GetString(field);
        by.AnswerAll(
            MessageType.UserRow,
            [.. server.Roster.All.Where(session => IsOf(session, kinds)).Select(static session => $"{session.Nick} {session.Remote.ToIPAddress()}")],
            MessageType.Users);
    }

    private static bool IsOf(Session session, string kinds) => kinds.Length == 0 || kinds.Contains(LetterOf(session.Level), StringComparison.Ordinal)
        || (session.Account.IsMuzzled && kinds.Contains('z', StringComparison.Ordinal)) || (session.IsCloaked && kinds.Contains('c', StringComparison.Ordinal));

    private static char LetterOf(Level level) => "lumae"[(int)level];

    private void TallyClients(Operator by, Fields fields)
    {
        var tally = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var session in server.Roster.All)
        {
            var client = LegacyText.Decode(session.Client);
            tally[client] = tally.GetValueOrDefault(client) + 1;
        }

        by.AnswerAll(
            MessageType.ClientTally, [.. tally.OrderByDescending(static each => each.Value).Take(Limits.ClientTally).Select(static each => string.Create(CultureInfo.InvariantCulture, $"\"{each.Key}\" {each.Value}"))], MessageType.ClientTally);
    }

    /// <summary>Each message with how often it came and its bytes; at the end the same of unknown ones, as number 0, and of all known ones together.</summary>
    private void TellHistogram(Operator by, Fields fields)
    {
        var (count, bytes) = (0L, 0L);
        foreach (var (type, came) in server.Router.Tallies.Where(static each => each.Came.Messages > 0))
        {
            by.Answer(MessageType.Histogram, string.Create(CultureInfo.InvariantCulture, $"{(int)type} {came.Messages} {came.Bytes}"));
            count += came.Messages;
            bytes += came.Bytes;
        }

        var unknown = server.Router.Unknown;
        by.Answer(MessageType.HistogramEnd, string.Create(CultureInfo.InvariantCulture, $"0 {unknown.Messages} {unknown.Bytes} {count} {bytes}"));
    }

    private void TellServer(Operator by, Fields fields)
    {
        const string What = "which server";
        if (Subjects.TryNick(by, What, ref fields, out var nick))
        {
            if (server.Roster.TryFind(nick, out var session) && (by.Session is not { } asker || !session.IsHiddenFrom(asker)))
            {
                by.Tell($"{session.Nick} is on {server.Options.Name}");
            }
            else
            {
                by.Fail(What, "no such user");
            }
        }
    }

    private void TellDeparture(Operator by, Fields fields)
    {
        const string What = "who was";
        if (!Subjects.TryNick(by, What, ref fields, out var nick))
        {
            return;
        }

        if (departures.Find(nick) is { } was)
        {
            by.Answer(MessageType.WhoWasThere, string.Create(CultureInfo.InvariantCulture, $"{was.Nick} {LegacyAddress.Of(was.From)} {server.Options.Name} {was.When} \"{LegacyText.Decode(was.Client)}\""));
        }
        else
        {
            by.Fail(What, $"{nick}: no info");
        }
    }

    private void ChangeMode(Operator by, Fields fields)
    {
        const string What = "user mode";
        if (by.Session is not { } session)
        {
            by.Fail(What, "only who is there hears");
            return;
        }

        var hears = session.Hears;
        if (NoticeNames.TryChange(ref hears, fields, out var unknown))
        {
            session.Hears = hears;
            by.Answer(MessageType.UserMode, NoticeNames.Of(hears));
        }
        else
        {
            by.Fail(What, $"{unknown}: no such mode");
        }
    }

    private void TellLogLevel(Operator by, Fields fields)
    {
        if (!fields.IsEmpty)
        {
            by.Fail("log level", "it is set where the server is started");
            return;
        }

        var lowest = Enum.GetValues<LogLevel>().First(level => level == LogLevel.None || server.World.Log.IsEnabled(level));
        by.Answer(MessageType.PrivateMessage, $"{server.Options.Name} log_level: {lowest}");
    }
}
