using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Shoal.Runtime;

namespace Shoal.Fuzz.Targets;

/// <summary>"1.2.3.4:80" and "[2001:db8::1]:80": taken exactly where a grammar takes it, and shown so that it reads the same.</summary>
public sealed partial class EndpointTarget : FuzzTarget
{
    public override string Name => "endpoint";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[] { "[::1]:1", "[fe80::1%3]:1", "::ffff:1.2.3.4", "1.2.3.4:5", "010.0.0.1:80", "0x7f.1:80", "127.1:80", "[", "]", ":", ":65536", ":0", ":00080", "%eth0", "2001:db8::", "+1" }.Select(Encoding.ASCII.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.Latin1.GetString(input);
        var expected = Expected(text);
        var isRead = Endpoint.TryParse(text, out var endpoint);
        Require(isRead == expected.HasValue, $"it is read: {isRead}");
        if (isRead)
        {
            var (address, port) = expected!.Value;
            Span<byte> bytes = stackalloc byte[16];
            Require(endpoint.Port == port && endpoint.ToIPAddress().Equals(address), $"it is read as {endpoint}");
            Require(endpoint.IsIPv4 == (address.AddressFamily == AddressFamily.InterNetwork), "its family is wrong");
            Require(Endpoint.TryParse(endpoint.ToString(), out var again) && again == endpoint, $"{endpoint} reads otherwise");
            Require(Endpoint.FromBytes(bytes[..endpoint.WriteAddress(bytes)], port) == endpoint, "its bytes are of another");
        }
    }

    /// <summary>Four numbers without zeros before them, or what the framework reads between brackets; a mapped address is IPv4.</summary>
    private static (IPAddress Address, ushort Port)? Expected(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !Digits().IsMatch(text[(colon + 1)..]) || !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }

        var host = text[..colon];
        if (IPv4().IsMatch(host))
        {
            return (new IPAddress(host.Split('.').Select(part => byte.Parse(part, CultureInfo.InvariantCulture)).ToArray()), port);
        }

        var inner = host.Length > 2 && host[0] == '[' && host[^1] == ']' ? host[1..^1] : "";
        if (inner.AsSpan().IndexOfAny('[', ']') >= 0 || !IPAddress.TryParse(inner, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        address = new IPAddress(address.GetAddressBytes());
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port);
    }

    [GeneratedRegex(@"\A[0-9]+\z")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A(0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])(\.(0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])){3}\z", RegexOptions.ECMAScript)]
    private static partial Regex IPv4();
}
