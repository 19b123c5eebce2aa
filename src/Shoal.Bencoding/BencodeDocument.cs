using System.Diagnostics.CodeAnalysis;

namespace Shoal.Bencoding;

/// <summary>
/// Bencoded bytes (BEP 3) and a table of where each value lies in them. Nothing is copied: the bytes must stay unchanged while values are read.
/// <code>
///   d 4:spam l 1:a i3e e e        bytes, never moved
///   0 1      2 3   4              tokens: start, end, and where the next sibling is
/// </code>
/// </summary>
public sealed class BencodeDocument
{
    private readonly Stack<OpenContainer> _open = new();
    private readonly DuplicateKeys _duplicates = new();
    private BencodeToken[] _tokens = [];

    /// <summary>An empty document, to be filled by <see cref="TryRead"/>; one document may be filled again and again without allocating.</summary>
    public BencodeDocument()
    {
    }

    /// <summary>The outermost value; does not exist while nothing was read.</summary>
    public BencodeValue Root => TokenCount == 0 ? default : new BencodeValue(this, 0);

    /// <summary>Bytes that the outermost value takes.</summary>
    public int Used => TokenCount == 0 ? 0 : _tokens[0].End;

    /// <summary>Values and keys in all.</summary>
    public int TokenCount { get; private set; }

    internal ReadOnlyMemory<byte> Input { get; private set; }

    /// <summary>Reads one value that is the whole input (with lenient options: the beginning of it).</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, BencodeOptions options, [NotNullWhen(true)] out BencodeDocument? document, out BencodeError error)
    {
        document = new BencodeDocument();
        if (document.TryRead(bytes, options, out error))
        {
            return true;
        }

        document = null;
        return false;
    }

    /// <summary>Reads one value at the beginning and says how many bytes it took: BEP 9 puts raw bytes behind a dictionary.</summary>
    public static bool TryParsePrefix(
        ReadOnlyMemory<byte> bytes, BencodeOptions options, [NotNullWhen(true)] out BencodeDocument? document, out int used, out BencodeError error)
    {
        document = new BencodeDocument();
        if (document.TryReadPrefix(bytes, options, out error))
        {
            used = document.Used;
            return true;
        }

        document = null;
        used = 0;
        return false;
    }

    /// <summary>Reads into this document; values of what it held before must no longer be used.</summary>
    public bool TryRead(ReadOnlyMemory<byte> bytes, BencodeOptions options, out BencodeError error)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!TryReadPrefix(bytes, options, out error))
        {
            return false;
        }

        if (options.IsStrict && Used != bytes.Length)
        {
            error = new BencodeError(BencodeFault.TrailingBytes, Used);
            TokenCount = 0;
            return false;
        }

        return true;
    }

    internal ref readonly BencodeToken Token(int index) => ref _tokens[index];

    private bool TryReadPrefix(ReadOnlyMemory<byte> bytes, BencodeOptions options, out BencodeError error)
    {
        ArgumentNullException.ThrowIfNull(options);
        Input = bytes;
        TokenCount = 0;
        var scanner = new BencodeScanner(bytes.Span, options, _tokens, _open, _duplicates);
        error = scanner.Scan();
        _tokens = scanner.Tokens;
        if (error.Fault != BencodeFault.None)
        {
            return false;
        }

        TokenCount = scanner.Count;
        return true;
    }
}
