namespace Shoal.Interop.Tests.Programs;

/// <summary>`shoal napster serve` beside the test. It believes the data ports of clients that have none, unless it is told otherwise.</summary>
internal sealed class ShoalNapster(Sandbox box, params string[] options)
{
    public Child Child { get; } = box.Start(ShoalProgram.Path, ["napster", "serve", "--bind", "127.0.0.1", .. options.Contains("--port") ? (string[])[] : ["--port", "0"], "--database", box.At("napster.db"), "--unlimited-from", "127.0.0.0/8", "--json", .. options.Contains("--check") ? options.Where(static option => option != "--check") : [.. options, "--no-port-check"]]);

    public int Port => int.Parse(Welcome.GetProperty("listening")[0].GetString()!.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Where it is looked at.</summary>
    public string Control => "http://" + Welcome.GetProperty("control")[0].GetString()!;

    public System.Text.Json.JsonElement Welcome => Json.Of(Child.Line("{"));

    /// <summary>Stops it as a service manager does.</summary>
    public System.Text.Json.JsonElement Stop()
    {
        Child.Signal(Child.SigTerm);
        Child.EndsWith(0);
        return Json.Of(Child.Out[^1]);
    }
}
