namespace Shoal.Napster.Client.Data;

/// <summary>Hears the list of a peer's files, on the loop.</summary>
internal interface IBrowseWatcher
{
    /// <summary>One file, as the server would be told of it. Whatever it says is a stranger's word.</summary>
    void OnLine(ReadOnlySpan<byte> line);

    /// <summary>Once. Done: the list is whole.</summary>
    void OnEnded(DataEnd end);
}
