using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Administration.Bans;

namespace Shoal.Napster.Server.Administration;

/// <summary>
/// Who keeps order, and how.
/// <code>
///   606, 610, 612 … ─► Orders ─► Levels, Registrations, Markings, Removals, Bans, Steering, Settings, Reports
///   Administer ────────┘   by an Operator, about a Subject      └─► Moderators hear of it, and the log
/// </code>
/// </summary>
internal sealed class AdministrationDesk
{
    private readonly NapsterServer _server;
    private readonly Orders _orders;

    public AdministrationDesk(NapsterServer server)
    {
        _server = server;
        _orders = new Orders(server);
        Moderators = new Moderators(server);
        var departures = new Departures(server);
        server.Watchers.Add(Moderators);
        server.Watchers.Add(departures);
        var subjects = new Subjects(server);
        var levels = new Levels(server, subjects, Moderators);
        Bans = new BanDesk(server);
        Removals = new Removals(server, subjects);
        levels.Register(_orders);
        Bans.Register(_orders);
        Removals.Register(_orders);
        new Registrations(server, subjects, levels).Register(_orders);
        new Markings(server, subjects).Register(_orders);
        new Steering(server, subjects, levels).Register(_orders);
        new Settings(server).Register(_orders);
        new Reports(server, departures).Register(_orders);
        new Usage(server).Register(_orders);
        Links.Register(_orders);
    }

    public Moderators Moderators { get; }

    public BanDesk Bans { get; }

    public Removals Removals { get; }

    /// <summary>Carries out what whoever owns the server says: a command and its fields.</summary>
    public IReadOnlyList<string> Administer(string command)
    {
        var lines = new List<string>();
        var by = new Operator(_server, lines);
        var fields = new Fields(Encoding.UTF8.GetBytes(command));
        fields.TryNext(out var word);
        if (!Commands.All.TryGetValue(LegacyText.Decode(word), out var type) || !_orders.TryCarryOut(type, by, new Fields(fields.Rest)))
        {
            by.Tell($"there is no command '{LegacyText.Decode(word)}'; there are {string.Join(", ", Commands.All.Keys)}");
        }

        return lines;
    }
}
