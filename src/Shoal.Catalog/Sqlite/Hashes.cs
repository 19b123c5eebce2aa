using System.Buffers.Binary;
using System.Text;
using Shoal.Data;
using Shoal.Runtime;

namespace Shoal.Catalog.Sqlite;

/// <summary>What stands in an index in the place of bytes that may be long, under a key that nobody outside knows.</summary>
internal sealed class Hashes
{
    private readonly SipHash _hash;

    public Hashes(SqliteDatabase database) => _hash = new SipHash((byte[])database.Scalar("SELECT hash FROM keys")!);

    /// <summary>Of a path.</summary>
    public long OfPath(ReadOnlySpan<byte> path) => (long)_hash.Of(path);

    /// <summary>Of a token, whatever the case of its letters, and the size: files that are the same find each other by it. 0 where there is no token.</summary>
    public uint OfSource(ReadOnlySpan<byte> token, long size)
    {
        if (token.IsEmpty)
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[sizeof(long) + Limits.TokenLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, size);
        Ascii.ToLower(token, bytes[sizeof(long)..], out var length);
        if (length < token.Length)
        {
            // Not ASCII: as it is.
            token.CopyTo(bytes[sizeof(long)..]);
        }

        return Math.Max(1, (uint)_hash.Of(bytes[..(sizeof(long) + token.Length)]));
    }
}
