using Shoal.Napster.Client.Searching;
using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Downloads;

/// <summary>
/// When which download is tried, with whom, and when that has taken too long.
/// <code>
///   Waiting ─203─► Asking ─204─► Connecting ─► Receiving ─► Done
///                    │ 620          │ port 0: 500, and the owner connects to us
///                    ▼              ▼
///                  Queued ─204─►  Retrying ─► Waiting: the same owner, or another by 215
/// </code>
/// </summary>
internal sealed class DownloadSchedule
{
    private readonly NapsterClient _client;
    private readonly List<DownloadEntry> _entries;
    private readonly LoopTimer _timer;

    /// <param name="client">Whose.</param>
    /// <param name="entries">All downloads, in the order in which they were wanted.</param>
    public DownloadSchedule(NapsterClient client, List<DownloadEntry> entries)
    {
        _client = client;
        _entries = entries;
        _timer = client.Loop.CreateTimer(Pump);
    }

    private TimeSpan Now => _client.Loop.Now;

    public void Stop() => _timer.Disarm();

    /// <summary>Begins what may begin, ends what took too long, and comes again when the next is due.</summary>
    public void Pump()
    {
        var isOnline = _client.Session.State == SessionState.Online;
        foreach (var entry in _entries.Where(entry => entry.Due <= Now).ToList())
        {
            switch (entry.State)
            {
                case DownloadState.Retrying:
                    Become(entry, DownloadState.Waiting, entry.Reason);
                    break;
                case DownloadState.Asking:
                    Fail(entry, "its owner does not answer", isGone: false);
                    break;
                case DownloadState.Connecting:
                    Fail(entry, "its owner did not connect to us", isGone: false);
                    break;
                case DownloadState.Queued when entry.Unanswered >= Limits.UnansweredAsks:
                    Fail(entry, "its owner does not answer any more", isGone: true);
                    break;
                case DownloadState.Queued when isOnline:
                    entry.Unanswered++;
                    entry.Due = Now + Limits.QueueAskPause;
                    SendRequest(entry);
                    break;
            }
        }

        if (isOnline)
        {
            BeginNext();
        }

        var due = TimeSpan.MaxValue;
        foreach (var entry in _entries)
        {
            if (entry.State is DownloadState.Retrying or DownloadState.Asking or DownloadState.Connecting or DownloadState.Queued)
            {
                due = entry.Due < due ? entry.Due : due;
            }

            if (entry.State == DownloadState.Asking && IsActive(entry) && entry.Asked + Limits.AskedAlone < due)
            {
                due = entry.Asked + Limits.AskedAlone;
            }
        }

        if (due < TimeSpan.MaxValue)
        {
            _timer.Arm(due - Now);
        }
    }

    /// <summary>Others wait for it. Who does not answer for long holds nobody up.</summary>
    private bool IsActive(DownloadEntry entry) => entry.State switch
    {
        DownloadState.Connecting or DownloadState.Receiving => true,
        DownloadState.Asking => Now - entry.Asked < Limits.AskedAlone,
        _ => false,
    };

    private void BeginNext()
    {
        var active = _entries.Count(IsActive);
        var open = _entries.Count(static entry => entry.Open is not null);
        foreach (var entry in _entries)
        {
            if (active >= _client.Options.Downloads || open >= Limits.OpenDownloads)
            {
                return;
            }

            // One owner is asked for one file at a time, and for more while the first waits in his queue, or he is silent.
            if (entry.State == DownloadState.Waiting && !_entries.Exists(other => IsActive(other) && Nick.Comparer.Equals(other.File.Nick, entry.File.Nick)))
            {
                active++;
                open++;
                entry.Due = TimeSpan.MaxValue;
                entry.Asked = Now;
                Become(entry, DownloadState.Asking, null);
                if (entry.Open is null)
                {
                    entry.IsReady = false;
                    entry.Open = _client.OpenDownload(entry);
                }
                else
                {
                    Ask(entry);
                }
            }
        }
    }

    public void Ask(DownloadEntry entry)
    {
        if (entry.State != DownloadState.Asking)
        {
            return;
        }

        if (_client.Session.State != SessionState.Online)
        {
            LetGo(entry);
            Become(entry, DownloadState.Waiting, null);
            return;
        }

        entry.Due = Now + Limits.RequestPatience;
        entry.Asked = Now;
        SendRequest(entry);
        Pump();
    }

    private void SendRequest(DownloadEntry entry) => _client.Session.Link?.Send(MessageType.Request, $"{entry.File.Nick} \"{entry.File.Name}\"");

    /// <summary>This try brought nothing; the next one comes later, from somebody else where there is one.</summary>
    public void Fail(DownloadEntry entry, string reason, bool isGone)
    {
        LetGo(entry);
        entry.Failures++;
        entry.Place = null;
        if (entry.Failures >= Limits.DownloadTries)
        {
            Become(entry, DownloadState.Failed, reason);
            return;
        }

        var pause = Limits.RetryFirst * Math.Pow(2, Math.Min(entry.Failures - 1, 20));
        pause = pause < Limits.RetryLongest ? pause : Limits.RetryLongest;
        entry.Due = Now + pause * (0.75 + _client.Chance.Below(500) / 1000.0);
        Become(entry, DownloadState.Retrying, reason);
        if ((isGone || entry.Failures > 1) && !entry.HasAskedForOthers)
        {
            entry.HasAskedForOthers = true;
            entry.Tried.Add(entry.File.Nick);
            AskForOthers(entry);
        }
    }

    /// <summary>Others who share the same, by its token and size (215).</summary>
    private void AskForOthers(DownloadEntry entry)
    {
        if (!Tokens.NamesContent(entry.File.Token) || entry.File.Size == 0)
        {
            return;
        }

        _client.Ask(new SourcesQuestion(entry.File.Token, entry.File.Size), found =>
        {
            var other = found?.FirstOrDefault(file => !entry.Tried.Contains(file.Nick) && file.Size == entry.File.Size
                && (file.Sha256 is null || entry.File.Sha256 is null || file.Sha256 == entry.File.Sha256));
            if (other is not null && entry.State == DownloadState.Retrying)
            {
                // What all of it hashes to is what the first owner said: the second one cannot give something else.
                entry.File = entry.File with { Nick = other.Nick, Name = other.Name, Line = other.Line, Address = other.Address, Sha256 = entry.File.Sha256 ?? other.Sha256 };
                Become(entry, DownloadState.Waiting, null);
                Pump();
            }
        });
    }

    /// <summary>Closes what is open of it. The next owner's file goes on in the same partial file.</summary>
    public static void LetGo(DownloadEntry entry)
    {
        var open = entry.Open;
        entry.Open = null;
        entry.IsReady = false;
        open?.Close();
    }

    public void Become(DownloadEntry entry, DownloadState state, string? reason)
    {
        var isSaved = entry.State != state;
        entry.State = state;
        entry.Reason = reason;
        _client.Changed(entry, isSaved);
    }
}
