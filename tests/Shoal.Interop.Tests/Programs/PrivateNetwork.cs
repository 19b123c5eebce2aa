using System.Runtime.InteropServices;

namespace Shoal.Interop.Tests.Programs;

/// <summary>
/// A network of one machine, apart from all others, with a few addresses that are not loopback ones: transmission takes no peer from 127.0.0.0/8.
/// </summary>
internal sealed partial class PrivateNetwork : IDisposable
{
    public const string Address = "10.77.0.1";
    public const string OtherAddress = "10.77.0.2";
    public const string ThirdAddress = "10.77.0.3";
    public const string AddressV6 = "2001:db8:77::1";

    /// <summary>One of a network at home (RFC 4193), where many DHT nodes may share one.</summary>
    public const string LocalAddressV6 = "fd77::1";
    private const int Addresses = 8;
    private readonly Sandbox _box;
    private readonly string _name = "shoal-" + Path.GetRandomFileName();

    public PrivateNetwork(Sandbox box)
    {
        _box = box;
        box.Run("ip", "netns", "add", _name);
        var numbers = Enumerable.Range(1, Addresses).ToArray();
        File.WriteAllLines(box.At("network"),
        [
            "link set lo up",
            .. numbers.Select(static i => $"address add {Numbered(i)}/24 dev lo"),
            .. numbers.Select(static i => $"address add {NumberedV6(i)}/64 dev lo nodad"),
            // Transmission speaks IPv6 where a way leads into the world.
            $"address add {AddressV6}/64 dev lo nodad",
            "route add ::/0 dev lo",
        ]);
        box.Run("ip", "-n", _name, "-batch", box.At("network"));
    }

    /// <summary>One of the addresses, from 1 on: some programs know one peer an address.</summary>
    public static string Numbered(int i) => $"10.77.0.{i}";

    /// <summary>The same in IPv6, of a local network: nobody asks there which id an address must have.</summary>
    public static string NumberedV6(int i) => $"fd77::{i}";

    /// <summary>Starts a program that sees this network alone.</summary>
    public Child Start(string program, params IEnumerable<string> arguments) => _box.Start("ip", ["netns", "exec", _name, program, .. arguments]);

    /// <summary>Moves the calling thread, and no other, into this network: what it opens from now on is there.</summary>
    public void Enter()
    {
        using var network = File.OpenHandle("/run/netns/" + _name);
        const int anyKind = 0;
        Assert.Equal(0, SetNamespace((int)network.DangerousGetHandle(), anyKind));
    }

    [LibraryImport("libc", EntryPoint = "setns")]
    private static partial int SetNamespace(int descriptor, int kind);

    public void Dispose() => _box.Run("ip", "netns", "delete", _name);
}
