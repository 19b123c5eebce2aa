using System.IO.Enumeration;
using Shoal.Metainfo.Files;

namespace Shoal.Napster.Client.Files;

/// <summary>
/// Goes through the shared folders and compares them with the index. Links are not followed, since they lead out of the folder or to what is shared without them; what begins with a
/// dot is nobody's business, and some of it are downloads that are not whole yet.
/// </summary>
internal sealed class ShareWalk(ShareWriter writer, Action<ShareFault> onFault, Action<string> onStep, CancellationToken cancellation)
{
    private readonly Stack<ShareFolder> _folders = [];

    /// <summary>Files in the folders.</summary>
    public long Seen { get; private set; }

    /// <summary>Files to hash.</summary>
    public long Due { get; private set; }

    /// <summary>Bytes of these.</summary>
    public long DueBytes { get; private set; }

    /// <summary>Files that are not there any more.</summary>
    public long Removed { get; private set; }

    /// <summary>Goes through all.</summary>
    /// <param name="shares">The shared folders by their full paths, none within another. Others are not shared any more.</param>
    public void Run(IReadOnlyList<string> shares)
    {
        foreach (var (id, path) in writer.Roots())
        {
            if (!shares.Contains(path, StringComparer.Ordinal))
            {
                Removed += writer.RemoveFolder(id);
            }
        }

        foreach (var share in shares)
        {
            _folders.Push(writer.Folder(null, share));
            while (_folders.TryPop(out var folder))
            {
                cancellation.ThrowIfCancellationRequested();
                Enter(folder);
            }
        }
    }

    /// <summary>A folder that cannot be read keeps what it has in the index: it may be a disk that is not connected now.</summary>
    private void Enter(ShareFolder folder)
    {
        var files = new HashSet<long>();
        var folders = new HashSet<long>();
        try
        {
            foreach (var entry in new FileSystemEnumerable<FoundEntry>(folder.Path, FoundEntry.Of, new EnumerationOptions { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None }))
            {
                cancellation.ThrowIfCancellationRequested();
                onStep(folder.Path);
                if (entry.Name.StartsWith('.') || entry.IsLink)
                {
                    continue;
                }

                if (entry.IsFolder)
                {
                    Push(folder, entry.Name, folders);
                }
                else
                {
                    Meet(folder, entry, files);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            onFault(new ShareFault(folder.Path, e.Message.TrimEnd('.')));
            return;
        }

        Removed += writer.RemoveOthers(folder.Id, files);
        foreach (var (id, _) in writer.FoldersIn(folder.Id))
        {
            Removed += folders.Contains(id) ? 0 : writer.RemoveFolder(id);
        }
    }

    private void Push(ShareFolder folder, string name, HashSet<long> present)
    {
        var path = Path.Combine(folder.Path, name);
        if (folder.Depth == Limits.ShareDepth)
        {
            onFault(new ShareFault(path, $"it lies more than {Limits.ShareDepth} folders deep"));
            return;
        }

        var inner = writer.Folder(folder, path);
        present.Add(inner.Id);
        _folders.Push(inner);
    }

    private void Meet(ShareFolder folder, in FoundEntry entry, HashSet<long> present)
    {
        var known = writer.File(folder.Id, entry.Name);
        if (known is { IsDue: false } state && state.Size == entry.Length && state.Modified == entry.Modified)
        {
            Seen++;
            present.Add(state.Id);
            return;
        }

        var path = Path.Combine(folder.Path, entry.Name);
        if (!PlainFile.Is(path))
        {
            return;
        }

        Seen++;
        var id = known?.Id ?? writer.AddFile(folder, entry.Name);
        if (id is null)
        {
            onFault(new ShareFault(path, "too many files have its name"));
            return;
        }

        present.Add(id.Value);
        if (known is { IsDue: false })
        {
            writer.SetDue(id.Value);
        }

        Due++;
        DueBytes += entry.Length;
    }
}
