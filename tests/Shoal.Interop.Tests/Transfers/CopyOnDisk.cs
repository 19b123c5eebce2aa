using System.Buffers.Binary;
using System.Security.Cryptography;
using Shoal.Bencoding;
using Shoal.Interop.Tests.Programs;
using Shoal.Metainfo;
using Shoal.Metainfo.Layout;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>What a download left on the disk, compared with the original byte by byte: no hash, no record and no reader of the library is believed.</summary>
internal sealed class CopyOnDisk
{
    private const int BlockLength = 16 * 1024;
    private readonly Sandbox _box;
    private readonly string _seed;
    private readonly string _copy;
    private readonly TorrentMetainfo _torrent;
    private readonly bool[] _wanted;

    /// <param name="box">The test's folder.</param>
    /// <param name="torrent">The .torrent.</param>
    /// <param name="seed">The folder with the original.</param>
    /// <param name="copy">The folder fetched into.</param>
    /// <param name="options">Of `shoal get`; the text after --select is looked for in the files' paths.</param>
    public CopyOnDisk(Sandbox box, string torrent, string seed, string copy, string[] options)
    {
        _box = box;
        _seed = seed;
        _copy = copy;
        Assert.True(TorrentReader.TryRead(File.ReadAllBytes(torrent), out var read, out var reason), reason);
        _torrent = read!;
        var selected = Array.IndexOf(options, "--select") is >= 0 and var at ? options[at + 1] : null;
        _wanted = [.. _torrent.Files.Select(file => !file.IsPadding && file.Length > 0 && (selected is null || IsMatch(selected, file.SafePath)))];
        Length = Pieces.Where(IsWanted).Sum(piece => (long)Layout.DataLengthOf(piece));
    }

    /// <summary>Bytes of all wanted pieces.</summary>
    public long Length { get; }

    private FileLayout Layout => _torrent.Layout;

    private IEnumerable<PieceIndex> Pieces => Enumerable.Range(0, Layout.PieceCount).Select(piece => new PieceIndex(piece));

    /// <summary>Bytes of wanted pieces that are not on the disk, whole and right.</summary>
    public long Missing()
    {
        var part = ReadPart();
        return Pieces.Where(piece => IsWanted(piece) && !IsRight(piece, part)).Sum(piece => (long)Layout.DataLengthOf(piece));
    }

    public HashSet<int> RightPieces()
    {
        var part = ReadPart();
        return [.. Pieces.Where(piece => IsWanted(piece) && IsRight(piece, part)).Select(piece => piece.Value)];
    }

    /// <summary>Bytes of blocks that are kept of pieces that are not whole.</summary>
    public long KeptBytes()
    {
        var part = ReadPart();
        return Record() is { } root ? Partial(root, part).Where(kept => !IsRight(kept.Piece, part)).Sum(kept => (long)kept.Length) : 0;
    }

    /// <summary>Each piece that the resume record names is on the disk and right, and so is each block of an open one.</summary>
    public void CheckClaims(Func<string> story)
    {
        if (Record() is not { } root)
        {
            return;
        }

        var part = ReadPart();
        var have = root["have"u8].AsBytes;
        foreach (var piece in Pieces)
        {
            Assert.True((have[piece.Value / 8] & 0x80 >> piece.Value % 8) == 0 || IsRight(piece, part), $"{piece} is claimed and not there\n{story()}");
        }

        foreach (var (piece, begin, length) in Partial(root, part))
        {
            var there = part[piece.Value].AsSpan(begin, length);
            Assert.True(there.SequenceEqual(Original(piece, begin, length)), $"block at {begin} of {piece} is claimed and not there\n{story()}");
        }
    }

    // A pattern of `get` without a '/' is one for names.
    private static bool IsMatch(string pattern, string path) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path));

    private bool IsWanted(PieceIndex piece) => Split(piece, 0, Layout.LengthOf(piece)).Exists(segment => !segment.IsPadding && _wanted[segment.FileIndex]);

    private bool IsRight(PieceIndex piece, Dictionary<int, byte[]> part)
    {
        var at = 0;
        foreach (var segment in Split(piece, 0, Layout.LengthOf(piece)))
        {
            if (!segment.IsPadding)
            {
                var there = _wanted[segment.FileIndex] ? Read(_copy, segment) : part.TryGetValue(piece.Value, out var slot) ? slot.AsSpan(at, segment.Length).ToArray() : [];
                if (!there.AsSpan().SequenceEqual(Read(_seed, segment)))
                {
                    return false;
                }
            }

            at += segment.Length;
        }

        return true;
    }

    private List<FileSegment> Split(PieceIndex piece, int begin, int length)
    {
        var segments = new List<FileSegment>();
        Layout.Split(Layout.OffsetOf(piece) + begin, length, segments);
        return segments;
    }

    private byte[] Original(PieceIndex piece, int begin, int length) =>
        [.. Split(piece, begin, length).SelectMany(segment => segment.IsPadding ? new byte[segment.Length] : Read(_seed, segment))];

    // What there is of it.
    private byte[] Read(string folder, FileSegment segment)
    {
        var path = _box.At(Path.Combine(folder, _torrent.Files[segment.FileIndex].SafePath));
        if (!File.Exists(path))
        {
            return [];
        }

        var bytes = new byte[segment.Length];
        using var file = File.OpenHandle(path);
        return bytes[..RandomAccess.Read(file, bytes, segment.FileOffset)];
    }

    /// <summary>The record of this folder, whose checksum must be right; null while there is none.</summary>
    private BencodeValue? Record()
    {
        var state = _box.At($"state/shoal/{_torrent.InfoHashes.Primary}");
        foreach (var path in Directory.Exists(state) ? Directory.GetFiles(state, "*.resume") : [])
        {
            var bytes = File.ReadAllBytes(path);
            Assert.Equal(SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes)), bytes[^SHA256.HashSizeInBytes..]);
            Assert.True(BencodeDocument.TryParse(bytes.AsMemory(..^SHA256.HashSizeInBytes), BencodeOptions.Strict, out var document, out var error), error.ToString());
            if (document.Root["folder"u8].TryGetText(out var folder) && string.Equals(folder, _box.At(_copy), StringComparison.Ordinal))
            {
                return document.Root;
            }
        }

        return null;
    }

    // Blocks of open pieces that both the record and the part file name: a slot given back after the record was written claims nothing any more.
    private List<(PieceIndex Piece, int Begin, int Length)> Partial(BencodeValue root, Dictionary<int, byte[]> part)
    {
        var blocks = new List<(PieceIndex Piece, int Begin, int Length)>();
        foreach (var item in root["partial"u8].Items)
        {
            var pair = item.Items;
            long index = 0;
            Assert.True(pair.MoveNext() && pair.Current.TryGetInteger(out index) && pair.MoveNext());
            var piece = new PieceIndex((int)index);
            var bits = pair.Current.AsBytes;
            for (var begin = 0; begin < Layout.DataLengthOf(piece); begin += BlockLength)
            {
                if (part.ContainsKey(piece.Value) && (bits[begin / BlockLength / 8] & 0x80 >> begin / BlockLength % 8) != 0)
                {
                    blocks.Add((piece, begin, Math.Min(BlockLength, Layout.DataLengthOf(piece) - begin)));
                }
            }
        }

        return blocks;
    }

    /// <summary>The slots of the part file by piece, read as its own description says: a page or more of wanted files, the table, the slots.</summary>
    private Dictionary<int, byte[]> ReadPart()
    {
        var slots = new Dictionary<int, byte[]>();
        var path = _box.At($"{_copy}/.{_torrent.InfoHashes.Primary}.parts");
        if (!File.Exists(path))
        {
            return slots;
        }

        const int page = 4096;
        var bytes = File.ReadAllBytes(path);
        var table = (64 + (_torrent.Files.Count + 7) / 8 + page - 1) / page * page;
        var first = (table + Layout.PieceCount * sizeof(int) + page - 1) / page * page;
        for (var slot = 0; slot < Layout.PieceCount && table + (slot + 1) * sizeof(int) <= bytes.Length; slot++)
        {
            var piece = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(table + slot * sizeof(int))) - 1;
            if (piece >= 0)
            {
                var whole = new byte[Layout.PieceLength];
                var begin = first + slot * Layout.PieceLength;
                bytes.AsSpan(Math.Min(begin, bytes.Length), Math.Clamp(bytes.Length - begin, 0, whole.Length)).CopyTo(whole);
                slots[piece] = whole;
            }
        }

        return slots;
    }
}
