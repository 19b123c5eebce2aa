using System.Text;

namespace Shoal.Metainfo.Names;

/// <summary>
/// The one place where names of a torrent become paths on a disk: each file gets a path of its own, below the torrent's name, that every file system holds.
/// The same torrent gives the same paths everywhere. Time and memory grow with the number of files, twins or not.
/// </summary>
internal sealed class SafePaths
{
    /// <summary>The folder that everything lies in.</summary>
    internal const int Root = 0;

    private readonly List<Folder> _folders = [];
    private readonly Dictionary<(int Folder, string Name), int> _known = [];
    private readonly Dictionary<(int Folder, string Name), string> _files = [];
    private readonly HashSet<(int Folder, string Folded)> _taken = [];
    private readonly Dictionary<(int Folder, string Folded), int> _twins = [];

    /// <summary>Begins below the torrent's own name, or for a single file (null) in the download folder itself.</summary>
    internal SafePaths(string? torrentName)
    {
        var root = torrentName is null ? "" : SafeName.Of(torrentName) + "/";
        _folders.Add(new Folder(root, Encoding.UTF8.GetByteCount(root), "", Parent: Root, Depth: 0));
    }

    /// <summary>The folder of this name within a folder: the same number for the same name.</summary>
    internal int FolderIn(int parent, string name)
    {
        if (!_known.TryGetValue((parent, name), out var folder))
        {
            var path = Claim(parent, name) + "/";
            folder = _folders.Count;
            _folders.Add(new Folder(path, Encoding.UTF8.GetByteCount(path), name, parent, _folders[parent].Depth + 1));
            _known.Add((parent, name), folder);
        }

        return folder;
    }

    /// <summary>The components of a file in this folder as the torrent gives them.</summary>
    internal string[] ComponentsOf(int folder, string name)
    {
        var components = new string[DepthOf(folder) + 1];
        components[^1] = name;
        for (; folder != Root; folder = _folders[folder].Parent)
        {
            components[_folders[folder].Depth - 1] = _folders[folder].Name;
        }

        return components;
    }

    /// <summary>How many folders below the torrent's own.</summary>
    internal int DepthOf(int folder) => _folders[folder].Depth;

    /// <summary>The path of a new file: never one that was given before.</summary>
    internal string FileIn(int parent, string name)
    {
        var path = Claim(parent, name);
        _files.TryAdd((parent, name), path);
        return path;
    }

    /// <summary>Where a symbolic link to this path of the torrent points; a path that names nothing is made safe on its own.</summary>
    internal string Resolve(IReadOnlyList<string> path)
    {
        var folder = Root;
        for (var i = 0; i < path.Count; i++)
        {
            if (i == path.Count - 1 && _files.TryGetValue((folder, path[i]), out var file))
            {
                return file;
            }

            if (!_known.TryGetValue((folder, path[i]), out var next))
            {
                return _folders[folder].Path + string.Join('/', path.Skip(i).Select(static name => SafeName.Of(name)));
            }

            folder = next;
        }

        return _folders[folder].Path.TrimEnd('/');
    }

    private string Claim(int parent, string name)
    {
        var safe = SafeName.Of(name);
        if (_folders[parent].Length + Encoding.UTF8.GetByteCount(safe) > Limits.SafePathLength)
        {
            // Deeper than a path can be: it goes on in the torrent's own folder.
            parent = Root;
        }

        if (!_taken.Add((parent, Fold(safe))))
        {
            safe = FreeTwin(parent, safe);
        }

        return _folders[parent].Path + safe;
    }

    // A number that was passed over is never tried again, and "name~number" can be reached from a stem or two only: so all searches together are linear.
    private string FreeTwin(int parent, string safe)
    {
        var (stem, extension) = SafeName.Split(safe);
        var key = (parent, Fold(stem + "/" + extension));
        var number = _twins.GetValueOrDefault(key);
        string twin;
        do
        {
            twin = SafeName.Twin(stem, extension, ++number);
        }
        while (!_taken.Add((parent, Fold(twin))));

        _twins[key] = number;
        return twin;
    }

    // Names that differ in case are one name on Windows and macOS. Composed and decomposed letters stay two: without ICU (InvariantGlobalization)
    // the runtime normalises ASCII only.
    private static string Fold(string name) => name.ToUpperInvariant();

    /// <param name="Path">With '/' at the end, or empty.</param>
    /// <param name="Length">UTF-8 bytes of the path.</param>
    /// <param name="Name">As the torrent gives it.</param>
    /// <param name="Parent">In the torrent; on the disk a folder that lies too deep is elsewhere.</param>
    /// <param name="Depth">Folders in front of it and itself.</param>
    private readonly record struct Folder(string Path, int Length, string Name, int Parent, int Depth);
}
