using System.Buffers;
using Shoal.Bencoding;
using Shoal.Metainfo;
using Shoal.Storage.Files;
using Shoal.Storage.Files.Calls;

namespace Shoal.Napster.Client.Files;

/// <summary>What is written beside a partial file: whose it is, and how much of it a power cut leaves.</summary>
/// <param name="Nick">Who had it.</param>
/// <param name="Path">What it is called there.</param>
/// <param name="Size">Of the whole file; -1 until a peer told it.</param>
/// <param name="Sha256">What it must be, where it is known.</param>
/// <param name="Held">Bytes from the front that were on the disk when this was written.</param>
/// <param name="Boot">The run of the machine in which it was written.</param>
internal sealed record PartialRecord(string Nick, byte[] Path, long Size, Sha256Hash? Sha256, long Held, string Boot)
{
    /// <summary>Reads it; null where there is none or it is damaged.</summary>
    public static PartialRecord? Read(string file)
    {
        byte[]? bytes = null;
        _ = ManagedFiles.Try(() =>
        {
            using var handle = File.OpenHandle(file);
            var buffer = new byte[Limits.PartRecord];
            bytes = buffer[..RandomAccess.Read(handle, buffer, 0)];
        });
        return bytes is null ? null : Parse(bytes);
    }

    /// <summary>Writes it in the place of an earlier one.</summary>
    public Fault Write(string file) => WholeFile.Replace(file, ToBytes());

    private static PartialRecord? Parse(byte[] bytes)
    {
        if (!BencodeDocument.TryParse(bytes, BencodeOptions.Strict, out var document, out _)
            || !document.Root["nick"u8].TryGetText(out var nick)
            || !document.Root["path"u8].TryGetBytes(out var path)
            || !document.Root["size"u8].TryGetInteger(out var size) || size < -1
            || !document.Root["held"u8].TryGetInteger(out var held) || held < 0
            || !document.Root["boot"u8].TryGetText(out var boot))
        {
            return null;
        }

        return new PartialRecord(nick, path.ToArray(), size, document.Root["hash"u8].AsBytes is { Length: Sha256Hash.Length } hash ? new Sha256Hash(hash) : null, held, boot);
    }

    private byte[] ToBytes()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new BencodeWriter(output);
        writer.WriteStartDictionary();
        writer.Write("boot"u8, Boot);
        if (Sha256 is { } hash)
        {
            writer.Write("hash"u8, hash.Span);
        }

        writer.Write("held"u8, Held);
        writer.Write("nick"u8, Nick);
        writer.Write("path"u8, Path);
        writer.Write("size"u8, Size);
        writer.WriteEnd();
        return output.WrittenSpan.ToArray();
    }
}
