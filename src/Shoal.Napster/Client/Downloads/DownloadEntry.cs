using Shoal.Napster.Client.Data;
using Shoal.Napster.Client.Searching;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Downloads;

/// <summary>One file that we want.</summary>
internal sealed class DownloadEntry(int id, RemoteFile file, string folder, string name)
{
    public int Id => id;

    /// <summary>The file, of the owner who is asked now.</summary>
    public RemoteFile File { get; set; } = file;

    /// <summary>Where it shall lie.</summary>
    public string Folder => folder;

    /// <summary>What it shall be called, whatever later owners call it.</summary>
    public string Name => name;

    /// <summary>Where it lies, once it does.</summary>
    public string? Target { get; set; }

    public DownloadState State { get; set; }

    public string? Reason { get; set; }

    /// <summary>Tries that brought nothing, one after the other.</summary>
    public int Failures { get; set; }

    /// <summary>When there is something to do with it next, by the loop's clock: a try, or the end of patience.</summary>
    public TimeSpan Due { get; set; }

    public long? Place { get; set; }

    public long Received { get; set; }

    public bool IsVerified { get; set; }

    /// <summary>Questions to its owner that nobody answered, while it stands in the queue.</summary>
    public int Unanswered { get; set; }

    /// <summary>Other owners were asked for since the last byte came.</summary>
    public bool HasAskedForOthers { get; set; }

    /// <summary>Owners of the same file that had their chance.</summary>
    public SortedSet<string> Tried { get; } = new(Protocol.Nick.Comparer);

    /// <summary>What is open on disk; null while it is neither asked for nor fetched.</summary>
    public Download? Open { get; set; }

    /// <summary>The disk has said what is there already.</summary>
    public bool IsReady { get; set; }

    /// <summary>Where its owner said that it is, before the disk was ready.</summary>
    public Endpoint? Offered { get; set; }

    /// <summary>When its owner was asked, by the loop's clock.</summary>
    public TimeSpan Asked { get; set; }

    public bool HasEnded => State is DownloadState.Done or DownloadState.Failed;

    public bool Is(string nick, ReadOnlySpan<byte> name) => Protocol.Nick.Comparer.Equals(File.Nick, nick) && name.SequenceEqual(File.Name.Span);
}
