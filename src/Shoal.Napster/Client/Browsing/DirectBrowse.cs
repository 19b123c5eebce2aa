using Shoal.Napster.Client.Data;
using Shoal.Napster.Client.Searching;
using Shoal.Napster.Protocol;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Browsing;

/// <summary>The list of a user's files on its way from himself.</summary>
internal sealed class DirectBrowse : IBrowseWatcher
{
    private readonly TaskCompletionSource<IReadOnlyList<RemoteFile>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<RemoteFile> _files = [];
    private readonly BrowseDesk _desk;
    private readonly LoopTimer _patience;

    public DirectBrowse(Loop loop, string nick, BrowseDesk desk)
    {
        Nick = nick;
        _desk = desk;
        _patience = loop.CreateTimer(() => Fail($"'{nick}' does not answer"));
        _patience.Arm(Limits.RequestPatience);
    }

    public string Nick { get; }

    public Task<IReadOnlyList<RemoteFile>> Done => _done.Task;

    /// <summary>The user is connected to, or has connected: how long that takes is another's to judge.</summary>
    public void Begin() => _patience.Disarm();

    public void OnLine(ReadOnlySpan<byte> line)
    {
        if (_files.Count < Limits.RowsKept && RemoteFileReader.ReadLine(Nick, new Fields(line)) is { } file)
        {
            _files.Add(file);
        }
    }

    public void OnEnded(DataEnd end)
    {
        if (end.Kind == EndKind.Done)
        {
            _patience.Disarm();
            _desk.Forget(this);
            _done.TrySetResult(_files);
        }
        else
        {
            Fail($"'{Nick}' {end.Text}");
        }
    }

    public void Fail(string reason)
    {
        _patience.Disarm();
        _desk.Forget(this);
        _done.TrySetException(new NapsterException(reason));
    }
}
