using System.Buffers.Binary;
using System.Text;
using Shoal.Data;
using Shoal.Runtime;

namespace Shoal.Catalog.Sqlite;

/// <summary>What stands in an index in the place of bytes that may be long, under a key that nobody outside knows.</summary>
internal sealed class Hashes
{
    /// <summary>Bytes of a source's word.</summary>
    public const int SourceLength = 1 + (2 * sizeof(ulong));

    private readonly SipHash _hash;

    public Hashes(SqliteDatabase database) => _hash = new SipHash((byte[])database.Scalar("SELECT hash FROM keys")!);

    /// <summary>Of a path.</summary>
    public long OfPath(ReadOnlySpan<byte> path) => (long)_hash.Of(path);

    /// <summary>The word by which files of the same token, whatever its case, and the same size find each other: no text has such a one.</summary>
    public void WriteSource(ReadOnlySpan<byte> token, long size, Span<byte> word)
    {
        Span<byte> bytes = stackalloc byte[Limits.TokenLength + sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, size);
        Ascii.ToLower(token, bytes[sizeof(long)..], out var length);
        if (length < token.Length)
        {
            // Not ASCII: as it is.
            token.CopyTo(bytes[sizeof(long)..]);
        }

        Span<byte> hash = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(hash, _hash.Of(bytes[..(sizeof(long) + token.Length)]));
        word[0] = (byte)'#';
        Convert.TryToHexStringLower(hash, word[1..], out _);
    }
}
