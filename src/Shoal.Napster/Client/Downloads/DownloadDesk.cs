using System.Text;
using Shoal.Napster.Client.Data;
using Shoal.Napster.Client.Searching;
using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;
using Shoal.Net.Rates;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Downloads;

/// <summary>What is wanted, and what owners, servers and transfers say to it; <see cref="DownloadSchedule"/> knows what is to be done then.</summary>
internal sealed class DownloadDesk : IDownloadWatcher
{
    private readonly NapsterClient _client;
    private readonly List<DownloadEntry> _entries = [];
    private readonly DownloadSchedule _schedule;
    private int _lastId;

    public DownloadDesk(NapsterClient client)
    {
        _client = client;
        _schedule = new DownloadSchedule(client, _entries);
    }

    /// <summary>In the order in which they were wanted.</summary>
    public IReadOnlyList<DownloadEntry> All => _entries;

    private bool HasRoom => _entries.Count(static each => !each.HasEnded) < Limits.Downloads;

    private TimeSpan Now => _client.Loop.Now;

    public void Register(MessageRouter router)
    {
        router.On(MessageType.RequestAck, OnAck);
        router.On(MessageType.Unavailable, (fields) => OnRefused(fields, "its owner is not there, or does not share it any more", isGone: true));
        router.On(MessageType.UploadRefuse, (fields) => OnRefused(fields, "its owner refuses", isGone: true));
        router.On(MessageType.QueueFull, OnQueued);
    }

    /// <summary>Wants a file; one that is wanted already is the same.</summary>
    public DownloadEntry Add(RemoteFile file, string folder)
    {
        var entry = _entries.Find(each => !each.HasEnded && each.Is(file.Nick, file.Name.Span) && string.Equals(each.Folder, folder, StringComparison.Ordinal));
        if (entry is null)
        {
            if (!HasRoom)
            {
                throw new NapsterException($"{Limits.Downloads} files are waited for already");
            }

            entry = new DownloadEntry(++_lastId, file, folder, file.FileName);
            Restore(entry);
            _client.Changed(entry);
        }
        else if (entry.State == DownloadState.Retrying)
        {
            Retry(entry);
        }

        _schedule.Pump();
        return entry;
    }

    /// <summary>Wants a file that a search found by itself; where too many are wanted already it is left alone.</summary>
    public void TryAdd(RemoteFile file, string folder)
    {
        if (HasRoom)
        {
            Add(file, folder);
        }
    }

    /// <summary>Puts one there that was wanted before.</summary>
    public void Restore(DownloadEntry entry)
    {
        _lastId = Math.Max(_lastId, entry.Id);
        if (_entries.Count >= 2 * Limits.Downloads)
        {
            _entries.RemoveAll(static each => each.HasEnded);
        }

        _entries.Add(entry);
    }

    /// <summary>Does not want it any more. What is there of it stays, unless it is thrown away.</summary>
    public void Remove(DownloadEntry entry)
    {
        entry.Open?.Close();
        entry.Open = null;
        _entries.Remove(entry);
        _client.SaveDownloads();
        _schedule.Pump();
    }

    /// <summary>Tries again at once.</summary>
    public void Retry(DownloadEntry entry)
    {
        if (entry.State is DownloadState.Retrying or DownloadState.Failed)
        {
            entry.Failures = 0;
            entry.Tried.Clear();
            _schedule.Become(entry, DownloadState.Waiting, entry.Reason);
            _schedule.Pump();
        }
    }

    public void OnOnline() => _schedule.Pump();

    /// <summary>Transfers under way go on without the server; what waited for its answers waits for the next.</summary>
    public void OnOffline()
    {
        foreach (var entry in _entries.Where(static entry => entry.State is DownloadState.Asking or DownloadState.Queued).ToList())
        {
            DownloadSchedule.LetGo(entry);
            _schedule.Become(entry, DownloadState.Waiting, null);
        }
    }

    public void Stop()
    {
        _schedule.Stop();
        foreach (var entry in _entries)
        {
            DownloadSchedule.LetGo(entry);
        }
    }

    /// <summary>The download that an owner offers to send, who cannot be connected to.</summary>
    public Download? FindOffered(string nick, ReadOnlySpan<byte> name)
    {
        foreach (var entry in _entries)
        {
            if (entry is { IsReady: true, Open: not null, State: DownloadState.Connecting or DownloadState.Queued or DownloadState.Asking } && entry.Is(nick, name))
            {
                _schedule.Become(entry, DownloadState.Connecting, null);
                return entry.Open;
            }
        }

        return null;
    }

    public void OnReady(Download download)
    {
        if (EntryOf(download) is not { } entry)
        {
            return;
        }

        entry.IsReady = true;
        entry.Received = download.Position;
        _schedule.Ask(entry);
    }

    public void OnBegan(Download download)
    {
        if (EntryOf(download) is { } entry)
        {
            entry.Received = download.Position;
            entry.Place = null;
            _schedule.Become(entry, DownloadState.Receiving, null);
            _client.Session.Link?.Send(MessageType.DownloadBegins);
        }
    }

    public void OnProgress(Download download)
    {
        if (EntryOf(download) is { } entry)
        {
            if (download.Position > entry.Received)
            {
                entry.Failures = 0;
                entry.HasAskedForOthers = false;
            }

            entry.Received = download.Position;
            _client.Changed(entry, isSaved: false);
        }
    }

    public void OnEnded(Download download, DataEnd end)
    {
        if (EntryOf(download) is not { } entry)
        {
            return;
        }

        if (entry.State == DownloadState.Receiving)
        {
            _client.Session.Link?.Send(MessageType.DownloadEnds);
        }

        entry.Received = download.Position;
        switch (end.Kind)
        {
            case EndKind.Done:
                entry.Open = null;
                entry.Target = download.File;
                entry.IsVerified = download.Sha256 is not null;
                entry.File = entry.File with { Sha256 = download.Sha256 };
                _schedule.Become(entry, DownloadState.Done, null);
                break;
            case EndKind.Disk:
                entry.Open = null;
                _schedule.Become(entry, DownloadState.Failed, end.Text);
                break;
            case EndKind.Unreachable:
                _client.Session.Link?.Send(MessageType.PortError, $"{entry.File.Nick}");
                _schedule.Fail(entry, end.Text, isGone: true);
                break;
            default:
                // Who says another thing than before, or has another file, may be right the next time; all else means that he is gone, or will not give it.
                _schedule.Fail(entry, end.Text, isGone: end.Kind is not (EndKind.Differs or EndKind.Nonsense or EndKind.Cancelled));
                break;
        }

        _schedule.Pump();
    }

    private DownloadEntry? EntryOf(Download download) => _entries.Find(entry => ReferenceEquals(entry.Open, download));

    private DownloadEntry? Find(ref Fields fields)
    {
        if (!fields.TryNext(out var nick) || !fields.TryNext(out var first))
        {
            return null;
        }

        var name = LegacyText.Decode(nick);
        foreach (var entry in _entries)
        {
            if (!entry.HasEnded && entry.Is(name, first))
            {
                return entry;
            }
        }

        return null;
    }

    private void OnAck(Fields fields)
    {
        if (!fields.TryNext(out var nick) || !fields.TryNumber(out var address) || !fields.TryNumber(out var port) || !fields.TryNext(out var path))
        {
            return;
        }

        var name = LegacyText.Decode(nick);
        var key = path.ToArray();
        if (_entries.Find(each => each.State is DownloadState.Asking or DownloadState.Queued && each.Is(name, key)) is not { Open: not null } entry)
        {
            return;
        }

        var isHopeless = fields.TryNext(out var token) && token.SequenceEqual("firewallerror"u8);
        if (port > 0 && port <= ushort.MaxValue && address <= uint.MaxValue)
        {
            _schedule.Become(entry, DownloadState.Connecting, null);
            entry.Due = TimeSpan.MaxValue;
            entry.Open.Fetch(LegacyAddress.From((uint)address, (ushort)port));
        }
        else if (isHopeless || _client.Session.DataPort == 0)
        {
            _schedule.Fail(entry, "neither its owner nor we can be connected to", isGone: true);
        }
        else
        {
            // Its owner will connect to us.
            entry.Due = Now + Limits.PushPatience;
            _client.Session.Link?.Send(MessageType.RequestPush, $"{entry.File.Nick} \"{entry.File.Name}\"");
        }

        _schedule.Pump();
    }

    private void OnRefused(Fields fields, string reason, bool isGone)
    {
        if (Find(ref fields) is { State: DownloadState.Asking or DownloadState.Queued } entry)
        {
            _schedule.Fail(entry, reason, isGone);
            _schedule.Pump();
        }
    }

    private void OnQueued(Fields fields)
    {
        if (Find(ref fields) is not { State: DownloadState.Asking or DownloadState.Queued } entry)
        {
            return;
        }

        fields.TryNext(out _);
        entry.Place = fields.NumberOr(0);
        entry.Failures = 0;
        entry.Unanswered = 0;
        // Not all at once, and not at the moment at which everybody else asks.
        entry.Due = Now + Limits.QueueAskPause + TimeSpan.FromSeconds(_client.Chance.Below(20));
        _schedule.Become(entry, DownloadState.Queued, null);
        _schedule.Pump();
    }
}
