using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Shoal.Bencoding.Oracle;

/// <summary>Between documents and the oracle's plain objects.</summary>
public static class BencodeModel
{
    public static object From(BencodeValue value)
    {
        switch (value.Kind)
        {
            case BencodeKind.Bytes:
                return value.AsBytes.ToArray();
            case BencodeKind.Integer:
                var number = BigInteger.Parse(Encoding.ASCII.GetString(value.RawBytes.Span[1..^1]), CultureInfo.InvariantCulture);
                if (value.TryGetInteger(out var small) != (number >= long.MinValue && number <= long.MaxValue) || small != (value.TryGetInteger(out _) ? number : 0))
                {
                    throw new InvalidOperationException($"TryGetInteger gave {small} for {number}");
                }

                return number;
            case BencodeKind.List:
                var list = new List<object>();
                foreach (var item in value.Items)
                {
                    list.Add(From(item));
                }

                return list;
            case BencodeKind.Dictionary:
                var pairs = new List<KeyValuePair<byte[], object>>();
                foreach (var (key, item) in value.Entries)
                {
                    if (value[key.AsBytes] != item)
                    {
                        throw new InvalidOperationException("a lookup found another value than the enumeration");
                    }

                    pairs.Add(new(key.AsBytes.ToArray(), From(item)));
                }

                return pairs;
            default:
                throw new InvalidOperationException("a value that is nothing");
        }
    }

    /// <summary>Writes what <see cref="BencodeWriter"/> can: sorted dictionaries and 64-bit integers.</summary>
    public static byte[] Write(object value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new BencodeWriter(buffer);
        Write(writer, value);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(BencodeWriter writer, object value)
    {
        switch (value)
        {
            case byte[] bytes:
                writer.WriteBytes(bytes);
                break;
            case BigInteger number:
                writer.WriteInteger((long)number);
                break;
            case List<object> list:
                writer.WriteStartList();
                list.ForEach(item => Write(writer, item));
                writer.WriteEnd();
                break;
            case List<KeyValuePair<byte[], object>> pairs:
                writer.WriteStartDictionary();
                pairs.ForEach(pair =>
                {
                    writer.WriteKey(pair.Key);
                    Write(writer, pair.Value);
                });
                writer.WriteEnd();
                break;
            default:
                throw new ArgumentException("not a bencoded value", nameof(value));
        }
    }
}
