using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>
/// The text in front of the data. It has no end marks, so each piece is looked at when it comes, when nothing followed for a moment, and when nothing can follow.
/// <code>link ─► text so far ─► OnText(pause) ─► Say, Drop, HandOver or End</code>
/// </summary>
internal abstract unsafe class Conversation : ILinkHandler
{
    private readonly LoopTimer _settle;
    private readonly LoopTimer _deadline;
    private readonly byte[] _text = GC.AllocateUninitializedArray<byte>(Limits.DataText);
    private int _length;

    protected Conversation(Loop loop, ILink link)
    {
        Loop = loop;
        Link = link;
        _settle = loop.CreateTimer(() => OnText(Pause.Settled));
        _deadline = loop.CreateTimer(() => OnSilence());
    }

    public bool IsEnded { get; private set; }

    protected Loop Loop { get; }

    protected ILink Link { get; }

    /// <summary>What came and was not dropped.</summary>
    protected ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    public void OnReadable()
    {
        int got;
        fixed (byte* end = &_text[Math.Min(_length, _text.Length - 1)])
        {
            got = Link.Receive([new IoRun(end, _text.Length - _length)]);
        }

        _settle.Disarm();
        _length += Math.Max(0, got);
        if (got < 0)
        {
            OnText(Pause.Ended);
        }
        else if (got > 0)
        {
            _settle.Arm(Limits.DataSettle);
            OnText(Pause.None);
        }

        if (!IsEnded && _length == _text.Length)
        {
            End(EndKind.Nonsense, "says more than any request or answer has");
        }
    }

    public void OnWritable()
    {
    }

    /// <summary>Begins to listen.</summary>
    protected void Begin(TimeSpan patience)
    {
        Link.Attach(Loop, this);
        Wait(patience);
    }

    /// <summary>Begins to listen to what goes on behind a text that came already.</summary>
    protected void Begin(TimeSpan patience, ReadOnlySpan<byte> text)
    {
        text.CopyTo(_text);
        _length = text.Length;
        Begin(patience);
        OnText(Pause.None);
    }

    /// <summary>How long the next piece of text is waited for.</summary>
    protected void Wait(TimeSpan patience) => _deadline.Arm(patience);

    /// <summary>Forgets text that was understood.</summary>
    protected void Drop(int count)
    {
        _text.AsSpan(count, _length - count).CopyTo(_text);
        _length -= count;
    }

    /// <summary>Sends a short text. The kernel takes one at once, as hardly anything was sent before; who will not have it is closed.</summary>
    protected bool Say(ReadOnlySpan<byte> text)
    {
        int taken;
        fixed (byte* start = text)
        {
            taken = Link.Send([new IoRun(start, text.Length)]);
        }

        if (taken == text.Length)
        {
            return true;
        }

        End(EndKind.Broken, "does not take what we say");
        return false;
    }

    /// <summary>The link goes on with another handler.</summary>
    protected void HandOver()
    {
        Leave();
        Link.Detach();
    }

    /// <summary>Ends with the link closed.</summary>
    protected void End(EndKind kind, string reason)
    {
        if (!IsEnded)
        {
            Leave();
            Link.Close();
            OnEnded(kind, reason);
        }
    }

    /// <summary>Looks at <see cref="Text"/>.</summary>
    protected abstract void OnText(Pause pause);

    /// <summary>What was waited for has not come.</summary>
    protected virtual void OnSilence() => End(EndKind.Silent, "says nothing");

    /// <summary>The link is closed.</summary>
    protected abstract void OnEnded(EndKind kind, string reason);

    private void Leave()
    {
        IsEnded = true;
        _settle.Disarm();
        _deadline.Disarm();
    }
}
