using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Shoal.Catalog;
using Shoal.Metainfo;
using Shoal.Metainfo.Files;
using Shoal.Metainfo.Merkle;
using Shoal.Napster.Client.Sharing;
using Shoal.Napster.Client.Sharing.Audio;

namespace Shoal.Napster.Client.Files;

/// <summary>
/// Reads files once and computes all of their hashes. SHA-256 of a file goes from its beginning to its end on one thread; its Merkle tree does not, so that the parts of a large file are
/// offered to threads that have no file of their own any more.
/// <code>
///   file ─► part ─┬─► SHA-256, MD5 of the legacy window (this thread)
///                 └─► leaves ─► root of the part (this thread, or one that is idle) ─in order─► frontier ─► root of the file
/// </code>
/// </summary>
internal sealed class FileHasher(HashCrew crew) : IDisposable
{
    private const string Changed = "it changed while it was being read, and is looked at again by the next scan";

    private readonly FilePart[] _parts = new FilePart[Limits.HashParts];
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly MerkleHasher _merkle = new();
    private readonly byte[] _scratch = new byte[Limits.AudioTagBytes];

    // Parts that were offered, and how many of these have their root in the frontier: the difference lies in the ring.
    private int _offered;
    private int _added;
    private MerkleFrontier _frontier = null!;

    public MerkleHasher Merkle => _merkle;

    /// <summary>Reads one file.</summary>
    public HashOutcome Hash(DueFile due)
    {
        try
        {
            if (!PlainFile.Is(due.Path))
            {
                return new HashOutcome(due, null, "it is no plain file");
            }

            using var handle = File.OpenHandle(due.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            var hashed = Hash(due.Path, handle);
            return new HashOutcome(due, hashed, hashed is null ? Changed : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new HashOutcome(due, null, e.Message.TrimEnd('.'));
        }
        finally
        {
            Reset();
        }
    }

    public void Dispose()
    {
        _sha256.Dispose();
        _md5.Dispose();
        _merkle.Dispose();
    }

    private HashedFile? Hash(string path, SafeFileHandle handle)
    {
        var size = RandomAccess.GetLength(handle);
        var modified = File.GetLastWriteTimeUtc(handle).Ticks;
        var media = MediaTypes.Of(path);
        var audio = media is MediaType.Mp3 or MediaType.Audio or MediaType.Video
            ? AudioHeader.Read(new FileSource(handle, size), media == MediaType.Mp3, _scratch)
            : new AudioInfo { End = size };
        var token = new LegacyToken(audio);
        _frontier = new MerkleFrontier(_merkle, FilePart.WholeLayer);
        for (long offset = 0; offset < size; offset += Limits.HashPart)
        {
            var length = (int)Math.Min(Limits.HashPart, size - offset);
            var part = NextPart();
            if (crew.IsStopping || !TryRead(handle, offset, part.Buffer.AsSpan(0, length)))
            {
                return null;
            }

            part.Offer(length, size > Limits.HashPart ? FilePart.WholeLayer : MerkleTree.RootLayer(MerkleTree.LeavesOf(length)));
            _offered++;
            crew.Offer(part);
            var bytes = part.Buffer.AsSpan(0, length);
            _sha256.AppendData(bytes);
            _md5.AppendData(bytes[token.PartOf(offset, length)]);
            part.TryHash(_merkle);
            crew.AddProgress(length);
            AddDone();
        }

        while (_added < _offered)
        {
            _parts[_added % _parts.Length].Settle();
            AddDone();
        }

        if (RandomAccess.GetLength(handle) != size || File.GetLastWriteTimeUtc(handle).Ticks != modified)
        {
            return null;
        }

        return new HashedFile(
            size, modified, media, audio, token.Format(_md5.GetHashAndReset()), new Sha256Hash(_sha256.GetHashAndReset()), size > 0 ? _frontier.Finish() : default);
    }

    /// <summary>The same part again and again, as it is in the cache, unless others still hash those before.</summary>
    private FilePart NextPart()
    {
        if (_added == _offered)
        {
            _added = _offered = 0;
        }
        else if (_offered - _added == _parts.Length)
        {
            _parts[_added % _parts.Length].Settle();
            AddDone();
        }

        return _parts[_offered % _parts.Length] ??= new FilePart();
    }

    private void AddDone()
    {
        for (; _added < _offered && _parts[_added % _parts.Length] is { IsDone: true } part; _added++)
        {
            _frontier.Add(part.Root);
        }
    }

    /// <summary>After a file that was not read to its end nothing is left of it.</summary>
    private void Reset()
    {
        for (; _added < _offered; _added++)
        {
            _parts[_added % _parts.Length].Settle();
        }

        Span<byte> digest = stackalloc byte[Sha256Hash.Length];
        _sha256.GetHashAndReset(digest);
        _md5.GetHashAndReset(digest);
    }

    private static bool TryRead(SafeFileHandle handle, long offset, Span<byte> into)
    {
        for (var done = 0; done < into.Length;)
        {
            var got = RandomAccess.Read(handle, into[done..], offset + done);
            if (got == 0)
            {
                return false;
            }

            done += got;
        }

        return true;
    }
}
