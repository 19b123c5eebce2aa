using System.Numerics;
using Shoal.Bencoding;
using Shoal.Metainfo.Layout;
using Shoal.Metainfo.Merkle;
using Shoal.Metainfo.Names;

namespace Shoal.Metainfo.Reading;

/// <summary>
/// Reads and checks an info dictionary.
/// <code>
///   meta version ─► name, piece length ─► v1 files ┐
///                                         v2 tree  ┴► agree? ─► layout ─► v1 hashes, v2 layers ─► files with safe paths
/// </code>
/// </summary>
internal sealed class InfoReader
{
    private readonly BencodeValue _info;
    private SafePaths _paths = new(null);
    private BencodeValue _name;
    private int _pieceLength;
    private byte[] _v2Pieces = [];

    internal InfoReader(BencodeValue info) => _info = info;

    internal bool HasV1 { get; private set; }

    internal bool HasV2 { get; private set; }

    internal string Name { get; private set; } = "";

    internal bool IsSingleFile { get; private set; }

    internal FileLayout Layout { get; private set; } = null!;

    internal IReadOnlyList<TorrentFile> Files { get; private set; } = [];

    internal ReadOnlyMemory<byte> V1Pieces { get; private set; }

    internal ReadOnlyMemory<byte> V2Pieces => _v2Pieces;

    internal bool HasPieceLayers { get; private set; } = true;

    /// <summary>Reads everything; the reason when something escapes, lies or overflows.</summary>
    /// <param name="layers">The "piece layers" of the .torrent.</param>
    /// <param name="mayLackLayers">True for a bare info dictionary, whose layers peers send later.</param>
    internal string? Read(BencodeValue layers, bool mayLackLayers) =>
        ReadVersion() ?? ReadNameAndPieceLength() ?? ReadFiles(out var entries) ?? ReadHashes(entries, layers, mayLackLayers) ?? BuildFiles(entries);

    private string? ReadVersion()
    {
        // First of all: a later version may change everything else (BEP 52 "meta version").
        var version = _info["meta version"u8];
        if (version.Exists && !(version.TryGetInteger(out var number) && number == 2))
        {
            return number > 2 ? $"it has the meta version {number}, which is newer than this program" : "its meta version is not 2";
        }

        HasV2 = version.Exists;
        HasV1 = _info["pieces"u8].Exists;
        return HasV1 || HasV2 ? null : "it has neither v1 nor v2 piece hashes";
    }

    private string? ReadNameAndPieceLength()
    {
        _name = _info["name.utf-8"u8].Kind == BencodeKind.Bytes ? _info["name.utf-8"u8] : _info["name"u8];
        if (!_name.Exists)
        {
            return "it has no name";
        }

        if (PathRules.Refuse(_name) is { } reason)
        {
            return reason;
        }

        Name = PathRules.TextOf(_name);
        if (!_info["piece length"u8].TryGetInteger(out var length) || length <= 0)
        {
            return "it has no piece length above 0";
        }

        if (length > Limits.PieceLength)
        {
            return "its pieces are larger than 512 MiB";
        }

        _pieceLength = (int)length;
        return HasV2 && (length < MerkleTree.LeafLength || !BitOperations.IsPow2(length))
            ? $"its piece length is {length}, but v2 needs a power of two of at least 16 KiB" : null;
    }

    private string? ReadFiles(out List<FileEntry> entries)
    {
        entries = [];
        var tree = _info["file tree"u8];
        var isSingleTree = V2FileTree.IsSingleFile(tree, out var only);
        if (HasV1 && _info["files"u8].Exists == _info["length"u8].Exists)
        {
            return _info["files"u8].Exists ? "it says both that it is one file and that it is many" : "it has neither a length nor a list of files";
        }

        // BEP 52: a tree of one file is that file and no folder. In a hybrid the v1 half says it outright.
        IsSingleFile = HasV1 ? !_info["files"u8].Exists : isSingleTree;
        _paths = new SafePaths(IsSingleFile ? null : Name);
        var v2 = new List<FileEntry>();
        var reason = HasV1 ? V1Files.Read(_info, _name, _paths, new FileCounter(_pieceLength), entries) : null;
        reason ??= HasV2 ? V2FileTree.Read(tree, _paths, new FileCounter(_pieceLength), v2) : null;
        if (reason is null && HasV1 && HasV2)
        {
            reason = HybridViews.Agree(entries, v2, _pieceLength);
        }

        entries = HasV1 ? entries : v2;
        return reason ?? (entries.TrueForAll(entry => entry.IsPadding) ? "it has no files" : null);
    }

    private string? ReadHashes(List<FileEntry> entries, BencodeValue layers, bool mayLackLayers)
    {
        Layout = new FileLayout(_pieceLength, entries.Select(entry => (entry.Length, entry.IsPadding)), alignToPieces: !HasV1);
        if (HasV1)
        {
            V1Pieces = _info["pieces"u8].AsMemory;
            if (V1Pieces.Length % Sha1Hash.Length != 0 || V1Pieces.Length / Sha1Hash.Length != Layout.PieceCount)
            {
                return $"its hashes are {V1Pieces.Length} bytes, but {Layout.PieceCount} pieces need {Layout.PieceCount * Sha1Hash.Length}";
            }
        }

        if (!HasV2)
        {
            return null;
        }

        var reason = PieceLayers.Read(layers, entries, Layout, mayLackLayers, out _v2Pieces);
        HasPieceLayers = _v2Pieces.Length == Layout.PieceCount * Sha256Hash.Length;
        return reason;
    }

    private string? BuildFiles(List<FileEntry> entries)
    {
        Files = FileBuilder.Build(entries, _paths, out var reason);
        return reason;
    }
}
