using System.Security.Cryptography;
using Shoal.Metainfo;
using Shoal.Metainfo.Merkle;
using Shoal.Runtime;

namespace Shoal.Storage.Verification;

/// <summary>Hashes one piece after another, fed in order, with digests and buffers that are kept. One thread uses it at a time.</summary>
internal sealed class PieceHasher : IDisposable
{
    private readonly TorrentMetainfo _torrent;
    private readonly IncrementalHash? _sha1;
    private readonly MerkleHasher? _merkle;

    // The end of the data that fills no whole leaf yet.
    private readonly byte[] _carry;
    private int _carried;
    private byte[] _leaves;
    private int _leafCount;

    // The hashes of the piece last finished.
    private readonly byte[] _v1 = new byte[Sha1Hash.Length];
    private readonly byte[] _v2 = new byte[Sha256Hash.Length];

    private PieceIndex _piece;
    private int _dataLeft;
    private int _bytesLeft;

    // Invariant: true while the SHA-1 holds bytes of a piece that was not finished.
    private bool _isOpen;

    public PieceHasher(TorrentMetainfo torrent)
    {
        _torrent = torrent;
        _sha1 = torrent.HasV1 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA1) : null;
        var verifiesV2 = torrent is { HasV2: true, HasPieceLayers: true };
        _merkle = verifiesV2 ? new MerkleHasher() : null;
        _carry = verifiesV2 ? new byte[MerkleTree.LeafLength] : [];
        _leaves = verifiesV2 ? new byte[Limits.LeavesAtFirst * Sha256Hash.Length] : [];
    }

    /// <summary>True when the piece last finished has a root of BEP 52: it has bytes of a file.</summary>
    private bool HasV2 { get; set; }

    /// <summary>Begins a piece; one that was not finished, because its bytes could not be had, is forgotten.</summary>
    public void Begin(PieceIndex piece)
    {
        if (_isOpen)
        {
            Span<byte> forgotten = stackalloc byte[Sha1Hash.Length];
            _sha1?.GetHashAndReset(forgotten);
        }

        _isOpen = true;
        _piece = piece;
        _bytesLeft = _torrent.Layout.LengthOf(piece);
        _dataLeft = _torrent.Layout.DataLengthOf(piece);
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

    public PieceVerdict Finish()
    {
        Invariant.Check(_isOpen && _dataLeft == 0);
        _isOpen = false;
        HasV2 = _merkle is not null && (_leafCount > 0 || _carried > 0);
        FinishV1();
        FinishV2();
        return VerdictOn(_piece);
    }

    /// <summary>What the hashes of the bytes last finished say of a piece of the same lengths.</summary>
    public PieceVerdict VerdictOn(PieceIndex piece)
    {
        bool? v1 = _sha1 is null ? null : _v1.AsSpan().SequenceEqual(_torrent.V1HashOf(piece));
        bool? v2 = HasV2 ? _v2.AsSpan().SequenceEqual(_torrent.V2HashOf(piece)) : null;
        return (v1 ?? v2, v2 ?? v1) switch
        {
            (true, true) => PieceVerdict.Good,
            (false, false) => PieceVerdict.Bad,
            _ => PieceVerdict.Contradiction,
        };
    }

    /// <summary>Hashes the piece as if every byte of it were zero.</summary>
    public PieceVerdict VerdictOnZeros(PieceIndex piece)
    {
        Begin(piece);
        while (_bytesLeft > 0)
        {
            Append(Zeros.Span[..Math.Min(_bytesLeft, Zeros.Length)]);
        }

        return Finish();
    }

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
        if (HasV2)
        {
            HashLeaves(_carry.AsSpan(0, _carried));
            _merkle!.Raise(_leaves, _leafCount, layer: 0, MerkleTree.RootLayer(_torrent.V2LeavesOf(_piece)));
            _leaves.AsSpan(0, Sha256Hash.Length).CopyTo(_v2);
        }
    }
}
