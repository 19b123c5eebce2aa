using System.Runtime.InteropServices;
using Shoal.Catalog;
using Shoal.Napster.Server.Sessions;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Cataloging;

/// <summary>
/// Between the loop and the catalog, which blocks: changes are written in batches, whatever has come while the last batch was written; questions are answered by readers, and who asked
/// waits with its next messages.
/// <code>
///   Share ─► waiting changes ─one batch at a time─► writer ─► outcomes ─► Session
///   Ask ─► readers ─► then
/// </code>
/// </summary>
internal sealed class CatalogDesk : IMail, IWork
{
    private readonly NapsterServer _server;
    private readonly ICatalog _catalog;
    private readonly Lock _gate = new();
    private readonly Stack<ICatalogReader> _readers = [];

    /// <summary>Changes that came since the batch under way was begun.</summary>
    private List<Entry> _waiting = [];

    /// <summary>The batch under way.</summary>
    private List<Entry> _writing = [];
    private ChangeOutcome[] _outcomes = [];
    private Exception? _failure;
    private bool _isWriting;
    private readonly LoopTimer _again;
    private readonly LoopTimer _forget;

    public CatalogDesk(NapsterServer server, ICatalog catalog)
    {
        _server = server;
        _catalog = catalog;
        _again = server.Loop.CreateTimer(Begin);
        _forget = server.Loop.CreateTimer(Forget);
        _forget.Arm(Limits.ForgetPause);
    }

    /// <summary>What is shared now.</summary>
    public CatalogCounts Counts => _catalog.Counts;

    /// <summary>Has a change written soon.</summary>
    /// <param name="change">What.</param>
    /// <param name="session">Who hears of it.</param>
    /// <param name="then">Told of the outcome, while the session is there.</param>
    public void Write(in CatalogChange change, Session session, Action<Session, CatalogChange, ChangeOutcome>? then = null)
    {
        if (++session.WaitingChanges == Limits.WaitingChanges)
        {
            session.Connection.Hold();
        }

        _waiting.Add(new Entry(change, session, then));
        if (!_isWriting)
        {
            _isWriting = true;
            // Not at once: what else came with this batch of messages is written with it.
            _server.Loop.Post(this);
        }
    }

    /// <summary>Has a question answered; the session's next messages wait until then.</summary>
    public void Ask<T>(Session session, Func<ICatalogReader, T> question, Action<T> then)
    {
        _server.Do(session, _server.World.Readers, () => Read(question), then);
    }

    /// <summary>Writes what waits, on a worker.</summary>
    public void Run()
    {
        try
        {
            if (_outcomes.Length < _writing.Count)
            {
                _outcomes = new ChangeOutcome[Limits.BatchChanges];
            }

            _catalog.Write(CollectionsMarshal.AsSpan(_writing.ConvertAll(static entry => entry.Change)), _outcomes.AsSpan(0, _writing.Count));
            _failure = null;
        }
        catch (CatalogException e)
        {
            _failure = e;
        }
    }

    /// <summary>A batch was written, or the first is to be.</summary>
    public void OpenOnLoop()
    {
        if (_failure is { } failure)
        {
            // A full disk stays so for a while. What waits stays as it is, and sharers are read no further.
            _server.Trouble("the catalog cannot be written, and is tried again", failure);
            _again.Arm(Limits.WritePause);
            return;
        }

        for (var i = 0; i < _writing.Count; i++)
        {
            _writing[i].Tell(_outcomes[i]);
        }

        _writing.Clear();
        Begin();
    }

    private void Begin()
    {
        if (_writing.Count == 0)
        {
            if (_waiting.Count == 0)
            {
                _isWriting = false;
                return;
            }

            if (_waiting.Count <= Limits.BatchChanges)
            {
                (_writing, _waiting) = (_waiting, _writing);
            }
            else
            {
                _writing.AddRange(_waiting[..Limits.BatchChanges]);
                _waiting.RemoveRange(0, Limits.BatchChanges);
            }
        }

        _server.World.Writer.Submit(this, _server.Loop, this);
    }

    /// <summary>Some of what nobody shared for long; where there is more, soon again.</summary>
    private void Forget()
    {
        var before = _server.Loop.Time.GetUtcNow() - _server.Options.KeepFiles;
        var errand = new Errand<int>(
            () => _catalog.Forget(before),
            forgotten => _forget.Arm(forgotten > 0 ? Limits.WritePause : Limits.ForgetPause),
            failure =>
            {
                _server.Trouble("old files could not be forgotten", failure);
                _forget.Arm(Limits.ForgetPause);
            });
        _server.World.Writer.Submit(errand, _server.Loop, errand);
    }

    private T Read<T>(Func<ICatalogReader, T> question)
    {
        ICatalogReader? reader;
        lock (_gate)
        {
            _readers.TryPop(out reader);
        }

        reader ??= _catalog.OpenReader();
        try
        {
            return question(reader);
        }
        finally
        {
            lock (_gate)
            {
                _readers.Push(reader);
            }
        }
    }

    /// <summary>Closes the readers; the workers have ended.</summary>
    public void Close()
    {
        while (_readers.TryPop(out var reader))
        {
            reader.Dispose();
        }
    }

    private readonly record struct Entry(CatalogChange Change, Session Session, Action<Session, CatalogChange, ChangeOutcome>? Then)
    {
        public void Tell(ChangeOutcome outcome)
        {
            Session.Files += outcome.Files;
            Session.Bytes += outcome.Bytes;
            if (!Session.Connection.IsEnding)
            {
                Then?.Invoke(Session, Change, outcome);
            }

            if (Session.WaitingChanges-- == Limits.WaitingChanges)
            {
                Session.Connection.Release();
            }
        }
    }
}
