using System.Buffers;
using System.Text;
using Shoal.Metainfo;
using Shoal.Napster.Protocol;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Searching;

/// <summary>How servers tell of files.</summary>
internal static class RemoteFileReader
{
    /// <summary>A hit: "path" token size bitrate frequency seconds nick address line, and what our server says more.</summary>
    public static RemoteFile? ReadHit(Fields fields)
    {
        if (ReadFile(ref fields, "") is not { } file || !fields.TryNext(out var nick) || nick.IsEmpty)
        {
            return null;
        }

        var address = fields.NumberOr(0);
        return WithExtras(
            file with
            {
                Nick = LegacyText.Decode(nick),
                Address = address is > 0 and <= uint.MaxValue ? LegacyAddress.From((uint)address, 0) : null,
                Line = Small(fields.NumberOr(0)),
            },
            ref fields);
    }

    /// <summary>A row of a browse: nick "path" token size bitrate frequency seconds.</summary>
    public static RemoteFile? ReadRow(Fields fields)
    {
        if (!fields.TryNext(out var nick) || nick.IsEmpty)
        {
            return null;
        }

        var file = ReadFile(ref fields, LegacyText.Decode(nick));
        return file is null ? null : WithExtras(file, ref fields);
    }

    /// <summary>A line of a list that its owner gives: "path" token size bitrate frequency seconds.</summary>
    public static RemoteFile? ReadLine(string nick, Fields fields) => ReadFile(ref fields, nick);

    /// <summary>Another owner of the same: nick address port "path" token size line.</summary>
    public static RemoteFile? ReadSource(Fields fields)
    {
        if (!fields.TryNext(out var nick) || nick.IsEmpty || !fields.TryNumber(out var address) || !fields.TryNumber(out _)
            || !fields.TryNext(out var name) || !fields.TryNext(out var token) || !fields.TryNumber(out var size))
        {
            return null;
        }

        var file = new RemoteFile
        {
            Nick = LegacyText.Decode(nick),
            Name = name.ToArray(),
            Token = LegacyText.Decode(token),
            Size = size,
            Address = address is > 0 and <= uint.MaxValue ? LegacyAddress.From((uint)address, 0) : null,
            Line = Small(fields.NumberOr(0)),
        };
        return WithExtras(file, ref fields);
    }

    private static RemoteFile? ReadFile(ref Fields fields, string nick)
    {
        if (!fields.TryNext(out var name) || name.IsEmpty || !fields.TryNext(out var token) || !fields.TryNumber(out var size))
        {
            return null;
        }

        return new RemoteFile
        {
            Nick = nick,
            Name = name.ToArray(),
            Token = LegacyText.Decode(token),
            Size = size,
            Bitrate = Small(fields.NumberOr(0)),
            Frequency = Small(fields.NumberOr(0)),
            Duration = Small(fields.NumberOr(0)),
        };
    }

    /// <summary>Behind what all servers say ours adds key=value.</summary>
    private static RemoteFile WithExtras(RemoteFile file, ref Fields fields)
    {
        Span<byte> hash = stackalloc byte[Sha256Hash.Length];
        while (fields.TryNext(out var extra))
        {
            if (extra.StartsWith("sha256="u8) && extra.Length == "sha256=".Length + 2 * Sha256Hash.Length
                && Convert.FromHexString(Encoding.ASCII.GetString(extra["sha256=".Length..]), hash, out _, out _) == OperationStatus.Done)
            {
                return file with { Sha256 = new Sha256Hash(hash) };
            }
        }

        return file;
    }

    private static int Small(long number) => (int)Math.Min(number, int.MaxValue);
}
