using System.Buffers;
using System.Net;
using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Channels;
using Shoal.Net.Sources;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Administration.Bans;

/// <summary>
/// Who is banned: a nick ("ann", "spam*"), an address ("1.2.3.4", "1.2.3.*", "1.2.3.", "10.0.0.0/8"), or a nick from an address ("ann!1.2.3.*"). In patterns "*" is any characters and "?"
/// is one; case does not count. An address of IPv6 stands for its network of 64 bits, of which whoever has one address has all.
/// </summary>
internal sealed class BanTarget
{
    private const string Anything = "*";

    /// <summary>What stands in no nick.</summary>
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("!.,\"\\%");
    private static readonly SearchValues<char> OfIPv4 = SearchValues.Create("0123456789.*?/");
    private static readonly SearchValues<char> OfIPv6 = SearchValues.Create("0123456789abcdefABCDEF:.*?/");

    /// <summary>A pattern; null: whatever the nick.</summary>
    private readonly string? _nick;

    /// <summary>A pattern; null: whatever the address.</summary>
    private readonly string? _address;

    /// <summary>Null: no network was named.</summary>
    private readonly Networks? _network;

    private BanTarget(string? nick, string? address)
    {
        _nick = nick;
        _address = address;
        if (address is not null && AddressText.TryRead(Encoding.ASCII.GetBytes(address), out var exact) && exact.Port == 0)
        {
            Source = Net.Sources.Source.Of(exact);
            _address = exact.IsIPv4 ? exact.ToIPAddress().ToString() : $"{NetworkOf(exact)}/64";
        }
        else if (address is not null && IPNetwork.TryParse(address, out var network))
        {
            _network = new Networks([network]);
            _address = network.ToString();
            Source = network.PrefixLength == 64 && network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
                ? Net.Sources.Source.Of(Endpoint.From(network.BaseAddress, 0))
                : null;
        }

        Text = _nick is null ? _address! : $"{_nick}!{_address ?? Anything}";
    }

    /// <summary>As operators read it, and as it is kept.</summary>
    public string Text { get; }

    /// <summary>The one whom the address stands for; null where it stands for others too.</summary>
    public Source? Source { get; }

    /// <summary>It is known before a nick is told.</summary>
    public bool IsAddress => _nick is null;

    /// <summary>The nick, where it is one and whatever the address; else null.</summary>
    public string? ExactNick => _address is null && _nick!.AsSpan().IndexOfAny('*', '?') < 0 ? _nick : null;

    /// <summary>The address that this one is counted as.</summary>
    public static BanTarget Of(Endpoint from) => new(null, from.ToIPAddress().ToString());

    /// <summary>Reads what an operator wrote; false with the reason.</summary>
    public static bool TryParse(string text, out BanTarget target, out string refusal)
    {
        target = null!;
        refusal = "that is neither a nick nor an address";
        var mark = text.IndexOf('!', StringComparison.Ordinal);
        var (nick, address) = mark >= 0 ? (text[..mark], text[(mark + 1)..]) : LooksLikeAddress(text) ? (Anything, text) : (text, Anything);
        if (text.Length > Limits.BanTargetLength || nick.Length == 0 || address.Length == 0 || nick.AsSpan().ContainsAny(Forbidden) || nick.AsSpan().ContainsAnyExceptInRange('\x21', '\x7e')
            || (address is not Anything && !LooksLikeAddress(address)) || (address.Contains('/', StringComparison.Ordinal) && !IPNetwork.TryParse(address, out _)))
        {
            return false;
        }

        address = address[^1] == '.' ? address + Anything : address;
        var (anyNick, anyAddress) = (nick.AsSpan().Trim('*').IsEmpty, address.AsSpan().Trim('*').IsEmpty);
        if (anyNick && anyAddress)
        {
            refusal = "that is everybody";
            return false;
        }

        target = new BanTarget(anyNick ? null : nick, anyAddress ? null : address);
        return true;
    }

    /// <summary>The ban is for a user of that nick from there.</summary>
    public bool Matches(string nick, Endpoint from) => (_nick is null || Glob.IsMatch(_nick, nick)) && Matches(from);

    /// <summary>The ban is for that address, or does not ask for it.</summary>
    public bool Matches(Endpoint from) =>
        Source is { } source ? source == Net.Sources.Source.Of(from)
        : _network is not null ? _network.Contain(from)
        : _address is null || Glob.IsMatch(_address, from.ToIPAddress().ToString());

    /// <summary>Nicks have no dots, and none that is in use looks like an address of IPv6; one that does is banned as "nick!*".</summary>
    private static bool LooksLikeAddress(string text) =>
        !text.AsSpan().ContainsAnyExcept(OfIPv4) ? text.Contains('.', StringComparison.Ordinal)
        : !text.AsSpan().ContainsAnyExcept(OfIPv6) && text.AsSpan().Count(':') > 1;

    private static IPAddress NetworkOf(Endpoint address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.WriteAddress(bytes);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
