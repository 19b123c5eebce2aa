using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Administration;

/// <summary>Who gives an order: a user, or whoever owns the server and speaks by <see cref="NapsterServer.Administer"/>; nobody is above that one, and its answers are lines.</summary>
internal sealed class Operator
{
    private readonly NapsterServer _server;
    private readonly List<string>? _lines;

    /// <summary>A user.</summary>
    public Operator(NapsterServer server, Session session)
    {
        _server = server;
        Session = session;
        Name = session.Nick;
    }

    /// <summary>The server's owner.</summary>
    public Operator(NapsterServer server, List<string> lines)
    {
        _server = server;
        _lines = lines;
        Name = $"Server {server.Options.Name}";
    }

    /// <summary>Null: the server's owner.</summary>
    public Session? Session { get; }

    /// <summary>As other operators hear of it.</summary>
    public string Name { get; }

    /// <summary>As it stands in lists of one word each.</summary>
    public string ShortName => Session?.Nick ?? _server.Options.Name;

    /// <summary>May change a user of that level: nobody changes one of his own.</summary>
    public bool IsAbove(Level level) => Session is null || Session.Level > level;

    /// <summary>May give that level: nobody gives more than he has.</summary>
    public bool MayGive(Level level) => IsAtLeast(level);

    public bool IsAtLeast(Level level) => Session is null || Session.Level >= level;

    /// <summary>As that user hears of it: who is cloaked has no name for users.</summary>
    public string NameFor(Session other) => Session is { } session && session.IsHiddenFrom(other) ? "Operator" : Name;

    /// <summary>Says that something was not done.</summary>
    public void Fail(string what, string why) => Tell($"{what} failed: {why}");

    public void Tell(string text) => Answer(MessageType.Notice, text);

    /// <summary>Says what was done, to the moderators and to who did it.</summary>
    public void Report(Notices kind, string text)
    {
        _server.Administration.Moderators.Tell(kind, text);
        _lines?.Add(text);
    }

    public void Answer(MessageType type, string payload)
    {
        if (Session is { } session)
        {
            session.Send(type, $"{payload}");
        }

        if (payload.Length > 0)
        {
            _lines?.Add(payload);
        }
    }

    /// <summary>Answers by rows, as many at a time as the client reads, and ends with an empty one.</summary>
    public void AnswerAll(MessageType type, IReadOnlyList<string> rows, MessageType end) => AnswerAll(rows, row => Answer(type, row), end);

    /// <summary>The same where a row is more than one message.</summary>
    public void AnswerAll<T>(IReadOnlyList<T> rows, Action<T> answer, MessageType end)
    {
        if (Session is { } session)
        {
            session.SendAll(rows, answer, () => Answer(end, ""));
        }
        else
        {
            foreach (var row in rows)
            {
                answer(row);
            }
        }
    }

    /// <summary>Has something done that blocks, a database read or a password hashed, where it keeps nobody from searching; the operator's next messages wait.</summary>
    public void Do<T>(Func<T> work, Action<T> then)
    {
        if (Session is { } session)
        {
            _server.Do(session, _server.World.Hashers, work, then);
        }
        else
        {
            then(work());
        }
    }

    /// <summary>Has something written, and what is said of it said when it is on disk, whoever is still there then.</summary>
    public void Save(Action write, Action then)
    {
        if (Session is null)
        {
            write();
            then();
        }
        else
        {
            _server.Save(Session, write, then);
        }
    }
}
