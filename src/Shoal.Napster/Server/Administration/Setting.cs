using System.Globalization;

namespace Shoal.Napster.Server.Administration;

/// <summary>Something of the server that operators may change while it runs.</summary>
/// <param name="Name">As the old servers call it, where they have it.</param>
/// <param name="Read">Its value as text.</param>
/// <param name="Write">The options with another value; null where the text is none.</param>
internal sealed record Setting(string Name, Func<NapsterOptions, string> Read, Func<NapsterOptions, string, NapsterOptions?> Write)
{
    private const string LineBreak = " | ";

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Number("client_queue_length", 4096, static options => options.SendQueue, static (options, value) => options with { SendQueue = value }),
        Number("flood_burst", 1, static options => options.Conduct.MessageBurst, static (options, value) => options with { Conduct = options.Conduct with { MessageBurst = value } }),
        Number("flood_commands", 0, static options => options.Conduct.MessagesPerSecond, static (options, value) => options with { Conduct = options.Conduct with { MessagesPerSecond = value } }),
        Number("max_browse_result", 1, static options => options.MostRows, static (options, value) => options with { MostRows = value }),
        Number("max_connections", 1, static options => options.MostUsers, static (options, value) => options with { MostUsers = value }),
        Number("max_hotlist", 0, static options => options.MostFriends, static (options, value) => options with { MostFriends = value }),
        Number("max_results", 1, static options => options.MostHits, static (options, value) => options with { MostHits = value }),
        Number("max_shared", 0, static options => options.MostFiles, static (options, value) => options with { MostFiles = value }),
        new("motd", static options => string.Join(LineBreak, options.Motd), static (options, text) => options with { Motd = text.Length == 0 ? [] : text.Split(LineBreak) }),
        new("registered_only", static options => options.IsRegisteredOnly ? "on" : "off", static (options, text) => text switch
        {
            "on" or "1" => options with { IsRegisteredOnly = true },
            "off" or "0" => options with { IsRegisteredOnly = false },
            _ => null,
        }),
    ];

    private static Setting Number(string name, int least, Func<NapsterOptions, int> read, Func<NapsterOptions, int, NapsterOptions> write) => new(
        name,
        options => read(options).ToString(CultureInfo.InvariantCulture),
        (options, text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least ? write(options, value) : null);
}
