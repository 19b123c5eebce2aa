using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Shoal.Metainfo;

namespace Shoal.Catalog.Live;

/// <summary>
/// What a card does not have of a file, in one array: one object for each of millions, and what is found points into it.
/// <code>
///   length path   start length [text]   length token   which there are of   artist title album sha256 root info-hash
/// </code>
/// A text that is a part of the path, as it mostly is, is not there twice; each length is of two bytes, and a start of all ones says that the text follows.
/// </summary>
internal static class FileFacts
{
    private const ushort Follows = ushort.MaxValue;

    /// <summary>Packs them.</summary>
    public static byte[] Of(SharedFile file)
    {
        // Each of them is short: FileColumns.Fit.
        var bytes = ArrayPool<byte>.Shared.Rent((6 * (sizeof(ushort) + Limits.TextLength)) + Limits.TokenLength + 128);
        var at = 0;
        Write(bytes, ref at, file.Path.Span);
        var text = bytes.AsSpan(at + (2 * sizeof(ushort)));
        text = text[..Encoding.UTF8.GetBytes(file.Text, text)];
        var start = file.Path.Span.IndexOf(text);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), start < 0 ? Follows : (ushort)start);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + sizeof(ushort)), (ushort)text.Length);
        at += (2 * sizeof(ushort)) + (start < 0 ? text.Length : 0);
        Write(bytes, ref at, file.Token.Span);
        ref var rest = ref bytes[at++];
        rest = 0;
        string?[] names = [file.Artist, file.Title, file.Album];
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] is { } name)
            {
                rest |= (byte)(1 << i);
                Write(bytes, ref at, Encoding.UTF8.GetBytes(name));
            }
        }

        WriteHash(bytes, ref at, ref rest, 3, file.Sha256 is { } sha256 ? sha256.Span : default);
        WriteHash(bytes, ref at, ref rest, 4, file.Root is { } root ? root.Span : default);
        WriteHash(bytes, ref at, ref rest, 5, file.InfoHash is { } infoHash ? infoHash.Span : default);
        var facts = bytes.AsSpan(0, at).ToArray();
        ArrayPool<byte>.Shared.Return(bytes);
        return facts;
    }

    /// <summary>The file that a card and its facts are of.</summary>
    public static SharedFile Read(in Card card)
    {
        ReadOnlyMemory<byte> facts = card.Facts;
        var path = Take(ref facts);
        var start = TakeNumber(ref facts);
        var length = TakeNumber(ref facts);
        var text = start == Follows ? facts[..length] : path.Slice(start, length);
        facts = start == Follows ? facts[length..] : facts;
        var token = Take(ref facts);
        var rest = facts.Span[0];
        var file = new SharedFile
        {
            Path = path,
            Text = Encoding.UTF8.GetString(text.Span),
            Size = card.Size,
            Media = card.Media,
            Bitrate = card.Bitrate,
            Frequency = card.Frequency,
            Duration = card.Duration,
            Token = token,
        };
        return rest == 0 ? file : ReadRest(file, rest, facts[1..]);
    }

    private static SharedFile ReadRest(SharedFile file, byte rest, ReadOnlyMemory<byte> facts) => file with
    {
        Artist = Has(rest, 0) ? Encoding.UTF8.GetString(Take(ref facts).Span) : null,
        Title = Has(rest, 1) ? Encoding.UTF8.GetString(Take(ref facts).Span) : null,
        Album = Has(rest, 2) ? Encoding.UTF8.GetString(Take(ref facts).Span) : null,
        Sha256 = Has(rest, 3) ? new Sha256Hash(Take(ref facts, Sha256Hash.Length).Span) : null,
        Root = Has(rest, 4) ? new Sha256Hash(Take(ref facts, Sha256Hash.Length).Span) : null,
        InfoHash = Has(rest, 5) ? new Sha1Hash(Take(ref facts, Sha1Hash.Length).Span) : null,
    };

    private static bool Has(byte rest, int bit) => (rest >> bit & 1) != 0;

    private static void Write(byte[] to, ref int at, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to.AsSpan(at), (ushort)bytes.Length);
        bytes.CopyTo(to.AsSpan(at + sizeof(ushort)));
        at += sizeof(ushort) + bytes.Length;
    }

    private static void WriteHash(byte[] to, ref int at, ref byte rest, int bit, ReadOnlySpan<byte> hash)
    {
        rest |= (byte)(hash.IsEmpty ? 0 : 1 << bit);
        hash.CopyTo(to.AsSpan(at));
        at += hash.Length;
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> facts) => Take(ref facts, TakeNumber(ref facts));

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> facts, int length)
    {
        var taken = facts[..length];
        facts = facts[length..];
        return taken;
    }

    private static ushort TakeNumber(ref ReadOnlyMemory<byte> facts) => BinaryPrimitives.ReadUInt16LittleEndian(Take(ref facts, sizeof(ushort)).Span);
}
