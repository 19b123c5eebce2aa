using System.Text.Json;
using Shoal.Cli.Shell;
using Shoal.Napster.Server.Control;
using Shoal.Runtime;

namespace Shoal.Cli.Napster;

/// <summary>What a Napster server says at its start and at its end.</summary>
internal static class NapsterLines
{
    public static void Welcome(RunningNapster server, string database, Output output)
    {
        var first = server.Listening[0];
        output.Fields("Listening", [.. server.Listening.Select(static endpoint => endpoint.ToString())]);
        output.Fields("Control", [.. server.Control.Select(static endpoint => $"http://{endpoint}")]);
        output.Field("Database", database);
        output.FieldIfThere("Remembered", server.Remembered > 0 ? $"{server.Remembered} files, found when their owners come again" : null);
        output.Line($"Have clients connect to {(first.IsWildcard ? $"this machine's address, port {first.Port}" : first.ToString())}. Make yourself its operator: shoal napster user add NICK --level elite");
        output.JsonLine(json =>
        {
            Write(json, "listening", server.Listening);
            Write(json, "control", server.Control);
            json.WriteString("database", database);
            json.WriteNumber("remembered", server.Remembered);
        });
    }

    public static void Farewell(NapsterReading reading, Output output)
    {
        long Total(string name) => reading.Totals.First(total => string.Equals(total.Name, name, StringComparison.Ordinal)).Count;
        output.Line($"{Total("logins")} logins, {Total("searches")} searches and {Total("requests")} requests; {reading.Users} users shared {reading.Catalog.Files} files at the end.");
        output.JsonLine(json =>
        {
            json.WriteNumber("users", reading.Users);
            json.WriteNumber("files", reading.Catalog.Files);
            foreach (var (name, _, count) in reading.Totals)
            {
                json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(name), count);
            }
        });
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<Endpoint> endpoints)
    {
        json.WriteStartArray(name);
        foreach (var endpoint in endpoints)
        {
            json.WriteStringValue(endpoint.ToString());
        }

        json.WriteEndArray();
    }
}
