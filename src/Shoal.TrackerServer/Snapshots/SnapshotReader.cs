using System.Security.Cryptography;

namespace Shoal.TrackerServer.Snapshots;

/// <summary>Reads a stream by small spans, and adds up the checksum of what was read.</summary>
internal sealed class SnapshotReader(Stream from) : IDisposable
{
    private readonly IncrementalHash _sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[Limits.SnapshotBuffer];
    private int _taken;
    private int _filled;

    /// <summary>The next bytes, valid until the next call; false where the stream ends before them.</summary>
    public bool TryTake(int count, out ReadOnlySpan<byte> bytes)
    {
        if (_filled - _taken < count)
        {
            Fill();
        }

        var enough = _filled - _taken >= count;
        bytes = enough ? _buffer.AsSpan(_taken, count) : default;
        _taken += bytes.Length;
        return enough;
    }

    /// <summary>True where what is left is the SHA-256 of all that was taken, and no more.</summary>
    public bool EndsWithSum()
    {
        Fill();
        var rest = _buffer.AsSpan(0, _filled);
        return rest.SequenceEqual(_sum.GetHashAndReset());
    }

    public void Dispose() => _sum.Dispose();

    private void Fill()
    {
        _sum.AppendData(_buffer, 0, _taken);
        _buffer.AsSpan(_taken, _filled - _taken).CopyTo(_buffer);
        _filled -= _taken;
        _taken = 0;
        _filled += from.ReadAtLeast(_buffer.AsSpan(_filled), _buffer.Length - _filled, throwOnEndOfStream: false);
    }
}
