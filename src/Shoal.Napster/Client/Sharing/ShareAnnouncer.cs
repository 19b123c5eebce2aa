using System.Globalization;
using System.Text;
using Shoal.Catalog;
using Shoal.Napster.Client.Files;
using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Sharing;

/// <summary>
/// Tells the server what is shared: all of it after a login, and from then on what comes and goes.
/// <code>online ─► ShareFeed.Next (worker) ─► 870, 10300, 102 ─► WhenRoom ─► again        all told: again after a while</code>
/// </summary>
internal sealed class ShareAnnouncer
{
    private readonly NapsterClient _client;
    private readonly ShareIndex _index;
    private readonly LoopTimer _timer;
    private readonly ShareBatch _batch = new();
    private ShareFeed? _feed;

    /// <summary>A worker asks the index.</summary>
    private bool _isAsking;

    public ShareAnnouncer(NapsterClient client, ShareIndex index)
    {
        _client = client;
        _index = index;
        _timer = client.Loop.CreateTimer(GoOn);
    }

    /// <summary>All was told, and the timer runs.</summary>
    private bool _isIdle;

    /// <summary>Files that the server was told of.</summary>
    public long Told { get; private set; }

    /// <summary>A server that knows nothing of us.</summary>
    public void OnOnline()
    {
        _timer.Disarm();
        Told = 0;
        _feed?.Dispose();
        _feed = null;
        GoOn();
    }

    /// <summary>There is something new. While the last changes are told it is told with the next.</summary>
    public void Look()
    {
        if (_isIdle)
        {
            GoOn();
        }
    }

    public void OnOffline()
    {
        _isIdle = false;
        _timer.Disarm();
    }

    public void Stop()
    {
        _timer.Disarm();
        _feed?.Dispose();
        _feed = null;
    }

    private void GoOn()
    {
        if (_isAsking || _client.Session.Link is null)
        {
            return;
        }

        _isIdle = false;
        _timer.Disarm();
        _isAsking = true;
        var feed = _feed;
        _client.Do(
            () =>
            {
                feed ??= _index.Follow();
                return (Feed: feed, Changes: feed.Next(Limits.AnnouncedRows));
            },
            next =>
            {
                _isAsking = false;
                _feed = next.Feed;
                Tell(next.Changes);
            });
    }

    private void Tell(IReadOnlyList<ShareChange> changes)
    {
        if (_client.Session is not { State: SessionState.Online, Link: { } link })
        {
            return;
        }

        if (changes.Count == 0)
        {
            _isIdle = true;
            _timer.Arm(Limits.ShareLook);
            return;
        }

        var kind = _client.Session.Kind;
        foreach (var change in changes)
        {
            if (change.File is { } file)
            {
                Told++;
                Tell(link, kind, file);
            }
            else
            {
                Told--;
                _batch.Flush(link);
                link.Send(MessageType.Unshare, $"{change.Name}");
            }
        }

        _batch.Flush(link);
        link.WhenRoom(GoOn);
    }

    private void Tell(ServerLink link, ServerKind kind, LocalFile file)
    {
        if (file.Media != MediaType.Mp3 && kind == ServerKind.OpenNap)
        {
            // Elsewhere it is told as mp3 is: servers that know nothing else find it by its name at least.
            link.Send(MessageType.ShareTyped, $"\"{file.Name}\" {file.Size} {file.Token} {file.Media.ToString().ToLowerInvariant()}");
            return;
        }

        var split = file.Name.AsSpan().LastIndexOf((byte)'\\') + 1;
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $" {Encoding.ASCII.GetString(file.Token)} {file.Size} {file.Bitrate} {file.Frequency} {file.Duration}");
        if (kind.IsOurs())
        {
            line.Append(CultureInfo.InvariantCulture, $" sha256={file.Sha256}");
            if (file.Size > 0)
            {
                line.Append(CultureInfo.InvariantCulture, $" root={file.Root}");
            }

            Append(line, "type", file.Media == MediaType.Mp3 ? null : file.Media.ToString().ToLowerInvariant());
            Append(line, "artist", file.Artist);
            Append(line, "title", file.Title);
            Append(line, "album", file.Album);
        }

        _batch.Add(link, file.Name.AsSpan(0, split), file.Name.AsSpan(split), Encoding.UTF8.GetBytes(line.ToString()));
    }

    private static void Append(StringBuilder line, string key, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            var text = new string([.. value.Take(Limits.TagLength).Select(static c => c == '"' ? '\'' : char.IsControl(c) ? ' ' : c)]);
            line.Append(CultureInfo.InvariantCulture, $" {key}=\"{text}\"");
        }
    }
}
