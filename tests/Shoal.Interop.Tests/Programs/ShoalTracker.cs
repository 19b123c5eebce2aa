namespace Shoal.Interop.Tests.Programs;

/// <summary>`shoal tracker` beside the test.</summary>
internal sealed class ShoalTracker(Child child)
{
    public Child Child => child;

    /// <summary>Where it is announced to by UDP.</summary>
    public string Udp => "udp://" + At("udp") + "/announce";

    /// <summary>Where it is announced to by HTTP.</summary>
    public string Http => "http://" + At("http") + "/announce";

    /// <summary>Where it is announced to by HTTPS.</summary>
    public string Https => "https://" + At("https") + "/announce";

    /// <summary>Where it is looked at.</summary>
    public string Control => "http://" + At("control");

    /// <summary>The options by which it listens there alone, on a port that it finds.</summary>
    public static string[] Arguments(string ip) => ["tracker", "--bind", ip, "--port", "0", "--json"];

    /// <summary>Stops it as a service manager does; what it says it has seen.</summary>
    public (int Announces, int Torrents) Stop()
    {
        child.Signal(Child.SigTerm);
        child.EndsWith(0);
        var last = Json.Of(child.Out[^1]);
        return (last.GetProperty("announces").GetInt32(), last.GetProperty("torrents").GetInt32());
    }

    private string At(string protocol) => Json.Of(child.Line("{")).GetProperty(protocol)[0].GetString()!;
}
