using System.Security.Cryptography;
using Shoal.Metainfo.Layout;
using Shoal.Metainfo.Merkle;
using Shoal.Runtime;

namespace Shoal.Metainfo.Hashing;

/// <summary>Hashes one piece after another, fed in order, with digests and buffers that are kept. One thread uses it at a time.</summary>
public sealed class PieceHasher : IDisposable
{
    /// <summary>Leaves hashed without growing the buffer: a 4 MiB piece, larger than most.</summary>
    private const int LeavesAtFirst = 256;

    private readonly FileLayout _layout;
    private readonly IncrementalHash? _sha1;
    private readonly MerkleHasher? _merkle;

    // The end of the data that fills no whole leaf yet.
    private readonly byte[] _carry;
    private int _carried;
    private byte[] _leaves;
    private int _leafCount;

    private readonly byte[] _v1;
    private readonly byte[] _v2;
    private bool _hasV2;

    private PieceIndex _piece;
    private int _dataLeft;
    private int _bytesLeft;

    // Invariant: true while the SHA-1 holds bytes of a piece that was not finished.
    private bool _isOpen;

    /// <summary>For pieces of one layout, and the hashes that its torrent has.</summary>
    public PieceHasher(FileLayout layout, bool v1, bool v2)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _layout = layout;
        _sha1 = v1 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA1) : null;
        _merkle = v2 ? new MerkleHasher() : null;
        _v1 = v1 ? new byte[Sha1Hash.Length] : [];
        _v2 = v2 ? new byte[Sha256Hash.Length] : [];
        _carry = v2 ? new byte[MerkleTree.LeafLength] : [];
        _leaves = v2 ? new byte[LeavesAtFirst * Sha256Hash.Length] : [];
    }

    /// <summary>SHA-1 of the piece last finished; empty where v1 is not asked for.</summary>
    public ReadOnlySpan<byte> V1 => _v1;

    /// <summary>The root of BEP 52 of the piece last finished; empty where v2 is not asked for, or the piece has no byte of a file.</summary>
    public ReadOnlySpan<byte> V2 => _hasV2 ? _v2 : [];

    /// <summary>Begins a piece; one that was not finished, because its bytes could not be had, is forgotten.</summary>
    public void Begin(PieceIndex piece)
    {
        if (_isOpen)
        {
            _sha1?.GetHashAndReset(_v1);
        }

        _isOpen = true;
        _piece = piece;
        _bytesLeft = _layout.LengthOf(piece);
        _dataLeft = _layout.DataLengthOf(piece);
        _carried = 0;
        _leafCount = 0;
    }

    /// <summary>The next bytes of the piece; pad bytes at its end may be left out.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Invariant.Check(bytes.Length <= _bytesLeft);
        _bytesLeft -= bytes.Length;
        _sha1?.AppendData(bytes);
        var data = bytes[..Math.Min(bytes.Length, _dataLeft)];
        _dataLeft -= data.Length;
        if (_merkle is not null)
        {
            AppendLeaves(data);
        }
    }

    /// <summary>Ends the piece, all of whose data was fed: <see cref="V1"/> and <see cref="V2"/> are its hashes.</summary>
    public void Finish()
    {
        Invariant.Check(_isOpen && _dataLeft == 0);
        _isOpen = false;
        _hasV2 = _merkle is not null && (_leafCount > 0 || _carried > 0);
        FinishV1();
        FinishV2();
    }

    /// <summary>Hashes the piece as if every byte of it were zero.</summary>
    public void HashZeros(PieceIndex piece)
    {
        Begin(piece);
        while (_bytesLeft > 0)
        {
            Append(Zeros.Span[..Math.Min(_bytesLeft, Zeros.Length)]);
        }

        Finish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sha1?.Dispose();
        _merkle?.Dispose();
    }

    private void FinishV1()
    {
        for (; _sha1 is not null && _bytesLeft > 0; _bytesLeft -= Math.Min(_bytesLeft, Zeros.Length))
        {
            _sha1.AppendData(Zeros.Span[..Math.Min(_bytesLeft, Zeros.Length)]);
        }

        _sha1?.GetHashAndReset(_v1);
    }

    private void AppendLeaves(ReadOnlySpan<byte> data)
    {
        if (_carried > 0)
        {
            var take = Math.Min(data.Length, MerkleTree.LeafLength - _carried);
            Carry(data[..take]);
            data = data[take..];
            if (_carried < MerkleTree.LeafLength)
            {
                return;
            }

            HashLeaves(_carry);
            _carried = 0;
        }

        var whole = data.Length / MerkleTree.LeafLength * MerkleTree.LeafLength;
        HashLeaves(data[..whole]);
        Carry(data[whole..]);
    }

    private void Carry(ReadOnlySpan<byte> data)
    {
        data.CopyTo(_carry.AsSpan(_carried));
        _carried += data.Length;
    }

    private void HashLeaves(ReadOnlySpan<byte> data)
    {
        var needed = (_leafCount + (int)MerkleTree.LeavesOf(data.Length)) * Sha256Hash.Length;
        if (needed > _leaves.Length)
        {
            Array.Resize(ref _leaves, Math.Max(needed, _leaves.Length * 2));
        }

        _leafCount += _merkle!.HashLeaves(data, _leaves.AsSpan(_leafCount * Sha256Hash.Length));
    }

    private void FinishV2()
    {
        if (_hasV2)
        {
            HashLeaves(_carry.AsSpan(0, _carried));
            _merkle!.Raise(_leaves, _leafCount, layer: 0, _layout.RootLayerOf(_piece));
            _leaves.AsSpan(0, Sha256Hash.Length).CopyTo(_v2);
        }
    }
}
