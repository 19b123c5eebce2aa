using Shoal.Bencoding;
using Shoal.Runtime;

namespace Shoal.Dht.Messages;

/// <summary>The peers of "values", for foreach: 6 and 18 bytes may be mixed (BEP 32); what has another length, or is no string, is passed over.</summary>
internal ref struct KrpcValues(BencodeValue values)
{
    private BencodeItems _items = values.Items;

    public Endpoint Current { get; private set; }

    public readonly KrpcValues GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_items.MoveNext())
        {
            var value = _items.Current.AsBytes;
            if (value.Length is CompactEndpoint.LengthV4 or CompactEndpoint.LengthV6)
            {
                Current = CompactEndpoint.Read(value);
                return true;
            }
        }

        return false;
    }
}
