using System.Threading.Channels;
using Shoal.Cli.Napster.Listing;
using Shoal.Napster.Client;
using Shoal.Napster.Client.Downloads;
using Shoal.Napster.Client.Searching;
using Shoal.Napster.Client.Sessions;

namespace Shoal.Cli.Napster.Presence;

/// <summary>What happens to a client, as lines for people: gathered on its loop, read by a verb. Who does not read loses the oldest.</summary>
internal sealed class ClientFeed(NapsterClient client, string nick, string server) : INapsterWatcher
{
    private const int Most = 1000;

    private readonly Channel<ClientLine> _lines = Channel.CreateBounded<ClientLine>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Dictionary<int, DownloadState> _states = [];
    private string? _trouble;

    public ChannelReader<ClientLine> Lines => _lines.Reader;

    public void OnState(NapsterStatus status)
    {
        switch (status.State)
        {
            case SessionState.Online:
                _trouble = null;
                Tell("online", $"{nick} is on {server}{(status.DataPort == 0 ? "; nobody can connect here, so this client connects to who fetches" : $"; others fetch at port {status.DataPort}")}.");
                break;
            case SessionState.Stopped when status.Trouble is { } reason:
                _lines.Writer.TryWrite(new ClientLine("stopped", reason));
                _lines.Writer.TryComplete();
                break;
            case SessionState.Waiting when !string.Equals(_trouble, status.Trouble, StringComparison.Ordinal):
                _trouble = status.Trouble;
                Tell("offline", $"Not on {server}: {status.Trouble}. It is tried again.");
                break;
        }
    }

    public void OnNotice(string text) => Tell("notice", $"The server says: {text}");

    public void OnMessage(string nick, string text) => Tell("message", $"<{nick}> {text}");

    public void OnWish(string name, RemoteFile file) => Tell("wish", $"'{name}' found {file.Text} at {file.Nick}");

    public void OnDownload(DownloadView download)
    {
        if (_states.TryGetValue(download.Id, out var before) && before == download.State)
        {
            return;
        }

        _states[download.Id] = download.State;
        if (download.State is DownloadState.Receiving or DownloadState.Done or DownloadState.Failed or DownloadState.Queued)
        {
            Tell("download", DownloadLine.Of(download));
        }

        if (download.State is DownloadState.Done or DownloadState.Failed)
        {
            _states.Remove(download.Id);
        }
    }

    /// <summary>Hears nothing more.</summary>
    public void Close() => client.Unwatch(this);

    private void Tell(string kind, string text) => _lines.Writer.TryWrite(new ClientLine(kind, text));
}
