using Shoal.Napster.Protocol;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Sessions;

/// <summary>
/// Questions to the server, one after the other: answers carry no number, and what is wrong with a question is said in a notice that belongs to none, so that only who asks one thing at a time
/// knows what is meant.
/// </summary>
internal sealed class Questions
{
    private readonly ServerSession _session;
    private readonly Queue<Question> _waiting = new();
    private readonly LoopTimer _patience;
    private Question? _asked;

    public Questions(Loop loop, ServerSession session)
    {
        _session = session;
        _patience = loop.CreateTimer(OnSilence);
    }

    public void Ask(Question question)
    {
        if (_session is not { State: SessionState.Online, Link: not null })
        {
            question.Fail(_session.Trouble ?? "not connected to a server");
        }
        else if (_waiting.Count >= Limits.WaitingQuestions)
        {
            question.Fail("too many questions wait for the server's answers");
        }
        else
        {
            _waiting.Enqueue(question);
            AskNext();
        }
    }

    /// <summary>True where the message was an answer.</summary>
    public bool Hear(MessageType type, ReadOnlySpan<byte> payload)
    {
        if (_asked is not { } question)
        {
            return false;
        }

        var heard = question.Hear(type, new Fields(payload));
        if (heard == Heard.NotMine)
        {
            return false;
        }

        _patience.Arm(Limits.AnswerPatience);
        if (heard == Heard.End)
        {
            _asked = null;
            _patience.Disarm();
            question.Complete();
            AskNext();
        }

        return true;
    }

    /// <summary>The server is gone.</summary>
    public void FailAll(string reason)
    {
        _patience.Disarm();
        var asked = _asked;
        _asked = null;
        asked?.Fail(reason);
        while (_waiting.TryDequeue(out var question))
        {
            question.Fail(reason);
        }
    }

    private void AskNext()
    {
        if (_asked is null && _session.Link is { } link && _waiting.TryDequeue(out var question))
        {
            _asked = question;
            _patience.Arm(Limits.AnswerPatience);
            question.Send(link, _session.Kind);
        }
    }

    private void OnSilence()
    {
        var asked = _asked;
        _asked = null;
        asked?.Fail("the server does not answer");
        AskNext();
    }
}
