namespace Shoal.Interop.Tests.Programs;

/// <summary>A libtorrent peer that runs beside the test.</summary>
internal sealed class LibtorrentNode(Child child, string ip)
{
    public Child Child => child;

    /// <summary>Where it listens, as --peer takes it.</summary>
    public string Address
    {
        get
        {
            var port = child.Line("ready ").Split(' ')[1];
            return ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]:{port}" : $"{ip}:{port}";
        }
    }

    /// <summary>Waits until it has everything.</summary>
    public void Completes() => child.Line("complete");
}
