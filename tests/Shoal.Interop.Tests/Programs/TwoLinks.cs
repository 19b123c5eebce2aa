namespace Shoal.Interop.Tests.Programs;

/// <summary>
/// A machine with two links to the world, as one has with a VPN: what has the address of the quiet link leaves by it, all else by the other.
/// <code>
///   here ─ quiet 10.78.1.1 ─┬─ world: 10.78.9.9 with trackers, names and peers
///        └ other 10.78.2.1 ─┘  (default route)
/// </code>
/// Both links are watched by tcpdump, outgoing packets alone.
/// </summary>
internal sealed class TwoLinks : IDisposable
{
    public const string QuietAddress = "10.78.1.1";
    public const string OtherAddress = "10.78.2.1";
    public const string World = "10.78.9.9";
    private readonly Sandbox _box;
    private readonly string _here = "shoal-" + Path.GetRandomFileName();
    private readonly string _world = "shoal-" + Path.GetRandomFileName();
    private readonly Child _onQuiet;
    private readonly Child _onOther;

    public TwoLinks(Sandbox box)
    {
        _box = box;
        // Where `ip netns exec` looks for a namespace's own files.
        Directory.CreateDirectory(Settings);
        File.WriteAllText(Path.Combine(Settings, "resolv.conf"), $"nameserver {World}\n");
        foreach (var name in new[] { _here, _world })
        {
            box.Run("ip", "netns", "add", name);
            box.Run("ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1");
            box.Run("ip", "-n", name, "link", "set", "lo", "up");
        }

        // One bridge, because libtorrent listens on the one interface that has its address.
        box.Run("ip", "-n", _world, "link", "add", "bridge", "type", "bridge");
        box.Run("ip", "-n", _world, "link", "set", "bridge", "up");
        foreach (var address in new[] { "10.78.1.2", "10.78.2.2", World })
        {
            box.Run("ip", "-n", _world, "address", "add", address + "/24", "dev", "bridge");
        }

        // Each link answers for its own address alone.
        box.Run("ip", "netns", "exec", _here, "sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=1", "net.ipv4.conf.all.arp_announce=2");
        Link("quiet", QuietAddress);
        Link("other", OtherAddress);
        box.Run("ip", "-n", _here, "route", "add", "default", "via", "10.78.2.2");
        box.Run("ip", "-n", _here, "rule", "add", "from", QuietAddress, "table", "100");
        box.Run("ip", "-n", _here, "route", "add", "default", "via", "10.78.1.2", "table", "100");
        _onQuiet = Watch("quiet");
        _onOther = Watch("other");
    }

    private string Settings => Path.Combine("/etc/netns", _here);

    /// <summary>Starts a program on the machine with the two links.</summary>
    public Child Start(string program, params IEnumerable<string> arguments) => _box.Start("ip", ["netns", "exec", _here, program, .. arguments]);

    /// <summary>Starts a program out in the world.</summary>
    public Child StartInWorld(string program, params IEnumerable<string> arguments) => _box.Start("ip", ["netns", "exec", _world, program, .. arguments]);

    /// <summary>What left by each link until now, a line a packet; nothing is watched afterwards.</summary>
    public (string[] Quiet, string[] Other) StopWatching() => (Ended(_onQuiet), Ended(_onOther));

    public void Dispose()
    {
        _box.Run("ip", "netns", "delete", _here);
        _box.Run("ip", "netns", "delete", _world);
        Directory.Delete(Settings, recursive: true);
    }

    private void Link(string name, string address)
    {
        _box.Run("ip", "link", "add", name, "netns", _here, "type", "veth", "peer", "name", name, "netns", _world);
        _box.Run("ip", "-n", _world, "link", "set", name, "master", "bridge", "up");
        _box.Run("ip", "-n", _here, "address", "add", address + "/24", "dev", name);
        _box.Run("ip", "-n", _here, "link", "set", name, "up");
    }

    private Child Watch(string link)
    {
        var child = Start("tcpdump", "-i", link, "-Q", "out", "-n", "-l", "-q", "--immediate-mode", "ip");
        Eventually.Is("tcpdump to watch", () => child.Errors.Any(line => line.StartsWith("listening on", StringComparison.Ordinal)), child.Story);
        return child;
    }

    private static string[] Ended(Child tcpdump)
    {
        tcpdump.Signal(Child.SigTerm);
        tcpdump.End();
        return Array.FindAll(tcpdump.Out, static line => line.Length > 0);
    }
}
