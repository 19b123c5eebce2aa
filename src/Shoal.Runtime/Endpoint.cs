using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Shoal.Runtime;

/// <summary>An IP address and a port as a value: no allocation, comparable, the same on every platform.</summary>
/// <remarks>
/// IPv4 is held v4-mapped inside and always shown as IPv4, so one peer never has two names. Two longs and not a UInt128: the
/// compiler ahead of time leaves out every method that touches one, and nearly all of them touch an endpoint.
/// </remarks>
public readonly struct Endpoint : IEquatable<Endpoint>, IComparable<Endpoint>
{
    private const ulong Mapped = 0xffff_0000_0000;

    private readonly ulong _high;
    private readonly ulong _low;

    private Endpoint(ulong high, ulong low, ushort port)
    {
        _high = high;
        _low = low;
        Port = port;
    }

    /// <summary>The port, 0 to 65535.</summary>
    public ushort Port { get; }

    /// <summary>True for IPv4, v4-mapped IPv6 included.</summary>
    public bool IsIPv4 => _high == 0 && _low >> 32 == Mapped >> 32;

    /// <summary>True for 0.0.0.0 and ::, which stand for every address of a machine.</summary>
    public bool IsWildcard => _high == 0 && _low is 0 or Mapped;

    /// <summary>The address as 128 bits, IPv4 v4-mapped.</summary>
    public (ulong High, ulong Low) AddressBits => (_high, _low);

    /// <summary>Takes an address from its 4 or 16 bytes in network order.</summary>
    public static Endpoint FromBytes(ReadOnlySpan<byte> address, ushort port) => address.Length switch
    {
        4 => new(0, Mapped | BinaryPrimitives.ReadUInt32BigEndian(address), port),
        16 => new(BinaryPrimitives.ReadUInt64BigEndian(address), BinaryPrimitives.ReadUInt64BigEndian(address[8..]), port),
        _ => throw new ArgumentException("an address has 4 or 16 bytes", nameof(address)),
    };

    /// <summary>Takes the framework's address; a scope id is dropped.</summary>
    public static Endpoint From(IPAddress address, int port)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return FromBytes(bytes[..written], checked((ushort)port));
    }

    /// <summary>Writes the address, 4 bytes for IPv4 and 16 for IPv6, in network order; returns how many.</summary>
    public int WriteAddress(Span<byte> destination)
    {
        if (IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_low);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
        return 16;
    }

    /// <summary>The framework's address.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        return new IPAddress(bytes[..WriteAddress(bytes)]);
    }

    /// <summary>The same address with another port.</summary>
    public Endpoint WithPort(ushort port) => new(_high, _low, port);

    /// <summary>Reads "1.2.3.4:80" or "[2001:db8::1]:80"; an IPv4 address only in plain decimal, since "010.0.0.1" is another address to each reader.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Endpoint endpoint)
    {
        endpoint = default;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (text is null || colon <= 0 || text.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9')
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        var host = text.AsSpan(0, colon);
        var bracketed = host.Length > 2 && host[0] == '[' && host[^1] == ']';
        host = bracketed ? host[1..^1] : host;
        // The framework reads brackets, and a port behind them, once more.
        if (host.IndexOfAny('[', ']') >= 0 || !IPAddress.TryParse(host, out var address) || bracketed != (address.AddressFamily == AddressFamily.InterNetworkV6)
            || address.AddressFamily == AddressFamily.InterNetwork && !host.SequenceEqual(address.ToString()))
        {
            return false;
        }

        endpoint = From(address, port);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Endpoint other) => _high == other._high && _low == other._low && Port == other.Port;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Endpoint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_high, _low, Port);

    /// <inheritdoc/>
    public int CompareTo(Endpoint other) => (_high, _low, Port).CompareTo((other._high, other._low, other.Port));

    /// <inheritdoc/>
    public override string ToString() => IsIPv4 ? $"{ToIPAddress()}:{Port}" : $"[{ToIPAddress()}]:{Port}";

    public static bool operator ==(Endpoint left, Endpoint right) => left.Equals(right);
    public static bool operator !=(Endpoint left, Endpoint right) => !left.Equals(right);
    public static bool operator <(Endpoint left, Endpoint right) => left.CompareTo(right) < 0;
    public static bool operator >(Endpoint left, Endpoint right) => left.CompareTo(right) > 0;
    public static bool operator <=(Endpoint left, Endpoint right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Endpoint left, Endpoint right) => left.CompareTo(right) >= 0;
}
