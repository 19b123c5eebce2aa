using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Shoal.Runtime;

namespace Shoal.Napster.Tests.Data;

/// <summary>A client of another house, in a process of its own: <c>Peers/peer.py</c>.</summary>
internal sealed class ForeignPeer : IDisposable
{
    private readonly BlockingCollection<string> _lines = [];
    private readonly Process _process;

    public ForeignPeer(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Data", "Peers", "peer.py"), .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is { } line)
            {
                _lines.Add(line);
            }
        };
        _process.BeginOutputReadLine();
    }

    /// <summary>The next line that it says.</summary>
    public string Line() => DataSite.TakeOf(_lines);

    /// <summary>Where it listens: the first that it says.</summary>
    public Endpoint Listens() => Endpoint.FromBytes([127, 0, 0, 1], ushort.Parse(Line(), CultureInfo.InvariantCulture));

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
        _lines.Dispose();
    }
}
