using System.Text;
using Shoal.Catalog;
using Shoal.Metainfo;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Sharing;

/// <summary>How clients tell what they share, and how it comes into the catalog.</summary>
/// <param name="dialect">What is kept of it.</param>
internal sealed class ShareLine(Dialect dialect)
{
    private static readonly int[] Bitrates = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 192, 224, 256, 320, 512];
    private static readonly int[] Frequencies = [16000, 24000, 22050, 32000, 44100, 48000];

    /// <summary>Reads "path" token size bitrate frequency seconds, and what our own clients add: key=value or key="value".</summary>
    public SharedFile? Read(ref Fields fields, ReadOnlySpan<byte> folder, out string? refusal)
    {
        refusal = Session.Unparsable;
        if (!fields.TryNext(out var name) || !fields.TryNext(out var token) || !fields.TryNumber(out var size)
            || !fields.TryNumber(out var bitrate) || !fields.TryNumber(out var frequency) || !fields.TryNumber(out var duration))
        {
            return null;
        }

        var file = Make(folder, name, token, size, MediaType.Mp3, out refusal);
        if (file is null)
        {
            return null;
        }

        file = file with
        {
            Bitrate = Rounded(bitrate, Bitrates),
            Frequency = Rounded(frequency, Frequencies),
            Duration = (int)Math.Min(duration, int.MaxValue),
        };
        return WithExtras(file, ref fields, out refusal);
    }

    /// <summary>Reads "path" size token type, in this order.</summary>
    public SharedFile? ReadTyped(ref Fields fields, out string? refusal)
    {
        refusal = Session.Unparsable;
        if (!fields.TryNext(out var name) || !fields.TryNumber(out var size) || !fields.TryNext(out var token) || !fields.TryNext(out var type) || !TryMedia(type, out var media))
        {
            return null;
        }

        var file = Make(default, name, token, size, media, out refusal);
        file = file is null ? null : file with { Bitrate = Rounded(0, Bitrates), Frequency = Rounded(0, Frequencies) };
        return file is null ? null : WithExtras(file, ref fields, out refusal);
    }

    /// <summary>The names of the kinds of files, but for mp3, which is what the first messages share.</summary>
    public static bool TryMedia(ReadOnlySpan<byte> name, out MediaType media)
    {
        media = MediaType.Mp3;
        foreach (var candidate in Enum.GetValues<MediaType>())
        {
            if (candidate != MediaType.Mp3 && Ascii.EqualsIgnoreCase(name, candidate.ToString()))
            {
                media = candidate;
                return true;
            }
        }

        return false;
    }

    /// <summary>A token as it is kept and looked for.</summary>
    public byte[] Token(ReadOnlySpan<byte> token)
    {
        if (!dialect.CutsTokens)
        {
            return token.ToArray();
        }

        var cut = token[..Math.Min(token.Length, 32)].ToArray();
        Ascii.ToLowerInPlace(cut, out _);
        return cut;
    }

    /// <summary>A size as it is kept.</summary>
    public long Size(long size) => dialect.HasSmallSizes ? size & uint.MaxValue : size;

    private SharedFile? Make(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name, ReadOnlySpan<byte> token, long size, MediaType media, out string? refusal)
    {
        var path = Join(folder, name);
        refusal = name.IsEmpty ? Session.Unparsable
            : path.Length > Limits.PathLength ? "filename too long"
            : path.AsSpan().ContainsAnyInRange((byte)0, (byte)0x1f) ? "filename has control characters"
            // Neither could be told to anybody else.
            : path.AsSpan().Contains((byte)'"') ? "filename has a quotation mark"
            : token.Length is 0 or > Limits.TokenLength || token.ContainsAny("\" "u8) ? Session.Unparsable
            : null;
        return refusal is null
            ? new SharedFile { Path = path, Text = IndexedText.Of(path, dialect), Size = Size(size), Media = media, Token = Token(token) }
            : null;
    }

    private static byte[] Join(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name) =>
        folder.IsEmpty ? name.ToArray()
        : folder[^1] is (byte)'\\' or (byte)'/' ? [.. folder, .. name]
        : [.. folder, (byte)'\\', .. name];

    private int Rounded(long value, int[] steps)
    {
        value = Math.Min(value, int.MaxValue);
        if (!dialect.RoundsQuality)
        {
            return (int)value;
        }

        var rounded = steps[^1];
        foreach (var step in steps)
        {
            if (value <= step)
            {
                rounded = step;
                break;
            }
        }

        return rounded;
    }

    /// <summary>Old servers read no further than the seconds, so that what follows harms nobody.</summary>
    private static SharedFile? WithExtras(SharedFile file, ref Fields fields, out string? refusal)
    {
        refusal = null;
        while (!fields.IsQuoted && !fields.IsEmpty)
        {
            var rest = fields.Rest;
            var equals = rest.IndexOfAny((byte)'=', (byte)' ');
            if (equals <= 0 || rest[equals] != '=')
            {
                break;
            }

            var key = rest[..equals];
            var behind = new Fields(rest[(equals + 1)..]);
            if (!behind.TryNext(out var value))
            {
                break;
            }

            fields = behind;
            if (!TryApply(ref file, key, value))
            {
                refusal = $"parameters are unparsable: {LegacyText.Decode(key)}";
                return null;
            }
        }

        return file is { Artist: null, Title: null, Album: null } ? file : file with { Text = $"{file.Text} {file.Artist} {file.Title} {file.Album}" };
    }

    private static bool TryApply(ref SharedFile file, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("sha256"u8) || key.SequenceEqual("root"u8))
        {
            if (!TryHash(value, Sha256Hash.Length, out var bytes))
            {
                return false;
            }

            var hash = new Sha256Hash(bytes);
            file = key[0] == 's' ? file with { Sha256 = hash } : file with { Root = hash };
            return true;
        }

        if (key.SequenceEqual("btih"u8))
        {
            var isHash = TryHash(value, Sha1Hash.Length, out var bytes);
            file = isHash ? file with { InfoHash = new Sha1Hash(bytes) } : file;
            return isHash;
        }

        if (key.SequenceEqual("type"u8))
        {
            var isMedia = TryMedia(value, out var media);
            file = isMedia ? file with { Media = media } : file;
            return isMedia;
        }

        // A quotation mark could not be told to anybody else.
        var text = LegacyText.Decode(value).Replace('"', '\'');
        file = key.SequenceEqual("artist"u8) ? file with { Artist = text }
            : key.SequenceEqual("title"u8) ? file with { Title = text }
            : key.SequenceEqual("album"u8) ? file with { Album = text }
            : file;
        return true;
    }

    private static bool TryHash(ReadOnlySpan<byte> hex, int length, out byte[] bytes)
    {
        bytes = new byte[length];
        return hex.Length == 2 * length && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }
}
