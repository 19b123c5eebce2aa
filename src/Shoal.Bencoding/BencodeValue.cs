using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Shoal.Bencoding;

/// <summary>A value within a <see cref="BencodeDocument"/>: a view of the original bytes, valid as long as they and the document are not reused.</summary>
/// <remarks>The default value has the kind <see cref="BencodeKind.None"/>, and each question to it or to a value of another kind has an empty answer,
/// so that lookups chain: <c>root["info"u8]["name"u8].AsBytes</c>.</remarks>
public readonly struct BencodeValue : IEquatable<BencodeValue>
{
    private readonly BencodeDocument? _document;
    private readonly int _token;

    internal BencodeValue(BencodeDocument? document, int token)
    {
        _document = document;
        _token = token;
    }

    /// <summary>What the value is.</summary>
    public BencodeKind Kind => _document is null ? BencodeKind.None : _document.Token(_token).Kind;

    /// <summary>False where a lookup found nothing.</summary>
    public bool Exists => Kind != BencodeKind.None;

    /// <summary>Where the value begins in the input.</summary>
    public int Offset => _document is null ? 0 : _document.Token(_token).Start;

    /// <summary>The value as it came, delimiters included: what an info-hash is over.</summary>
    public ReadOnlyMemory<byte> RawBytes
    {
        get
        {
            if (_document is null)
            {
                return default;
            }

            var token = _document.Token(_token);
            return _document.Input[token.Start..token.End];
        }
    }

    /// <summary>The bytes of a string; empty for other kinds.</summary>
    public ReadOnlySpan<byte> AsBytes => AsMemory.Span;

    /// <summary>The bytes of a string; empty for other kinds.</summary>
    public ReadOnlyMemory<byte> AsMemory
    {
        get
        {
            if (Kind != BencodeKind.Bytes)
            {
                return default;
            }

            var token = _document!.Token(_token);
            return _document.Input[(token.Start + token.Prefix)..token.End];
        }
    }

    /// <summary>The values of a list.</summary>
    public BencodeItems Items => Kind == BencodeKind.List ? new(_document, _token + 1, _document!.Token(_token).Next) : default;

    /// <summary>The keys and values of a dictionary.</summary>
    public BencodeEntries Entries => Kind == BencodeKind.Dictionary ? new(_document, _token + 1, _document!.Token(_token).Next) : default;

    /// <summary>The value under the key, or one that does not exist. Takes time in the number of entries.</summary>
    public BencodeValue this[ReadOnlySpan<byte> key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key.AsBytes.SequenceEqual(key))
                {
                    return entry.Value;
                }
            }

            return default;
        }
    }

    /// <summary>True where the dictionary has the key.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, out BencodeValue value)
    {
        value = this[key];
        return value.Exists;
    }

    /// <summary>True for a string, which may be empty.</summary>
    public bool TryGetBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = AsBytes;
        return Kind == BencodeKind.Bytes;
    }

    /// <summary>True for an integer that fits 64 bits.</summary>
    public bool TryGetInteger(out long value)
    {
        value = 0;
        return Kind == BencodeKind.Integer && Utf8Parser.TryParse(RawBytes.Span[1..^1], out value, out _);
    }

    /// <summary>True for a string; what is not UTF-8 in it becomes U+FFFD.</summary>
    public bool TryGetText([NotNullWhen(true)] out string? text)
    {
        text = Kind == BencodeKind.Bytes ? Encoding.UTF8.GetString(AsBytes) : null;
        return text is not null;
    }

    /// <inheritdoc/>
    public bool Equals(BencodeValue other) => ReferenceEquals(_document, other._document) && _token == other._token;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BencodeValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _token;

    /// <summary>The kind and where it begins.</summary>
    public override string ToString() => $"{Kind} at byte {Offset}";

    public static bool operator ==(BencodeValue left, BencodeValue right) => left.Equals(right);
    public static bool operator !=(BencodeValue left, BencodeValue right) => !left.Equals(right);
}
