namespace Shoal.Dht.Messages;

/// <summary>
/// The nodes of "nodes" or "nodes6", for foreach. Left out is what nobody can be reached by: port 0, the wildcard address, and IPv4 addresses in the clothes of IPv6.
/// </summary>
internal ref struct KrpcContacts(ReadOnlySpan<byte> nodes, bool isIPv4)
{
    private readonly int _length = isIPv4 ? CompactNode.LengthV4 : CompactNode.LengthV6;
    private ReadOnlySpan<byte> _rest = nodes;

    public NodeContact Current { get; private set; }

    public readonly KrpcContacts GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_rest.Length >= _length)
        {
            Current = CompactNode.Read(_rest[.._length]);
            _rest = _rest[_length..];
            if (Current.Endpoint is { Port: not 0, IsWildcard: false } && Current.Endpoint.IsIPv4 == isIPv4)
            {
                return true;
            }
        }

        return false;
    }
}
