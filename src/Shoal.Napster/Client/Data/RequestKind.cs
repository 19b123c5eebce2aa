namespace Shoal.Napster.Client.Data;

/// <summary>What a stranger at a data port wants.</summary>
internal enum RequestKind
{
    /// <summary>A file of ours.</summary>
    Get,

    /// <summary>To send a file that we asked for.</summary>
    Send,

    /// <summary>The list of our files.</summary>
    GetList,

    /// <summary>To send the list of its files, which we asked for.</summary>
    SendList,
}
