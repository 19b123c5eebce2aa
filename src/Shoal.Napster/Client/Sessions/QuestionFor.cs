using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Sessions;

/// <summary>A question with an answer that somebody waits for.</summary>
/// <typeparam name="T">The answer.</typeparam>
internal abstract class QuestionFor<T> : Question
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => _done.Task;

    /// <summary>Goes on with the answer, on the loop; with nothing where there is none.</summary>
    public Action<T?>? Then { get; set; }

    /// <summary>What the server said meanwhile: most servers tell so what is wrong with a question.</summary>
    protected List<string> Notices { get; } = [];

    public sealed override Heard Hear(MessageType type, Fields fields)
    {
        var heard = HearAnswer(type, fields);
        if (heard == Heard.NotMine && type == MessageType.Notice)
        {
            Notices.Add(LegacyText.Decode(fields.Rest));
            return Heard.Part;
        }

        return heard;
    }

    public override void Complete()
    {
        var answer = Answer();
        _done.TrySetResult(answer);
        Then?.Invoke(answer);
    }

    public sealed override void Fail(string reason)
    {
        if (Then is { } then)
        {
            then(default);
        }
        else
        {
            // Nobody awaits a question that somebody goes on with, and its failure would be called unobserved.
            _done.TrySetException(new NapsterException(reason));
        }
    }

    /// <summary>Ends with what the server said is wrong.</summary>
    protected void Refuse(string otherwise) => Fail(Notices.Count > 0 ? string.Join("; ", Notices) : otherwise);

    protected abstract Heard HearAnswer(MessageType type, Fields fields);

    protected abstract T Answer();
}
