using System.IO.Compression;

namespace Shoal.TrackerServer.Http;

/// <summary>Compresses answers that are worth it (RFC 9110, 8.4.1.3).</summary>
internal static class Gzip
{
    /// <summary>Says that it is.</summary>
    public static ReadOnlySpan<byte> Header => "Content-Encoding: gzip\r\n"u8;

    /// <summary>True with the body compressed, where with its header that is shorter than it was.</summary>
    public static bool TryCompress(ReadOnlySpan<byte> body, out ReadOnlyMemory<byte> compressed)
    {
        compressed = default;
        // What fits into one packet arrives no sooner for being less.
        if (body.Length < Limits.CompressFrom)
        {
            return false;
        }

        using var stream = new MemoryStream(body.Length);
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        compressed = stream.GetBuffer().AsMemory(0, (int)stream.Length);
        return compressed.Length + Header.Length < body.Length;
    }
}
