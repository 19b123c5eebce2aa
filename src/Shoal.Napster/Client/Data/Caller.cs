using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>Who connected to a peer: is greeted, or not, then asks, and is answered.</summary>
internal abstract class Caller(Loop loop, ILink link) : Conversation(loop, link)
{
    private bool _hasAsked;

    /// <summary>The peer has said its "1".</summary>
    protected bool WasGreeted { get; private set; }

    public void Begin() => Begin(Limits.DataGreeting);

    /// <summary>Goes on with a peer that has connected to us and answered before it was asked.</summary>
    public void Begin(ReadOnlySpan<byte> answer)
    {
        _hasAsked = true;
        Begin(Limits.DataSilence, answer);
    }

    public void Close() => End(EndKind.Cancelled, "cancelled");

    protected override void OnText(Pause pause)
    {
        if (!_hasAsked)
        {
            // "1", or "1" and a line's end; whoever begins with something else has skipped it.
            WasGreeted = Text is [(byte)'1', ..];
            Drop(!WasGreeted ? 0 : Text is [_, (byte)'\n', ..] ? 2 : 1);
            if (pause != Pause.Ended)
            {
                AskNow();
            }

            if (IsEnded || (Text.IsEmpty && pause != Pause.Ended))
            {
                return;
            }
        }

        OnAnswer(pause);
    }

    protected override void OnSilence()
    {
        if (_hasAsked)
        {
            base.OnSilence();
        }
        else
        {
            AskNow();
        }
    }

    /// <summary>Says what is wanted.</summary>
    protected abstract void Ask();

    /// <summary>Looks at <see cref="Conversation.Text"/>.</summary>
    protected abstract void OnAnswer(Pause pause);

    private void AskNow()
    {
        _hasAsked = true;
        Wait(Limits.DataSilence);
        Ask();
    }
}
