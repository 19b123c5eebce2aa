namespace Shoal.Storage.Files;

/// <summary>Where a torrent lives and what of it is wanted.</summary>
public sealed class StoreOptions
{
    /// <summary>The folder that the torrent's files lie below; made at the first start when it is not there.</summary>
    public required string DownloadFolder { get; init; }

    /// <summary>The folder for what is remembered, such as $XDG_STATE_HOME/shoal; a folder of the info-hash is made in it.</summary>
    public required string StateFolder { get; init; }

    /// <summary>For each file of the torrent whether it is fetched; null: all.</summary>
    public IReadOnlyList<bool>? Wanted { get; init; }

    /// <summary>True to write over files that are not ours and hold no valid piece, and to start again where files are gone.</summary>
    public bool Overwrite { get; init; }

    /// <summary>True to believe that files of the right length are right, where nothing is remembered of them.</summary>
    public bool Trust { get; init; }

    /// <summary>True to share what is there: nothing missing is made, nothing is claimed, and no file is written.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Open files shared with other torrents; null: an own pool.</summary>
    public HandlePool? Handles { get; init; }

    /// <summary>Calls through .NET alone even where the system's own are known: for tests of the fallback.</summary>
    internal bool UsePortableCalls { get; init; }

    /// <summary>The calls themselves: for tests that make a disk fail.</summary>
    internal Calls.IFileCalls? Calls { get; init; }
}
