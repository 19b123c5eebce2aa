using Shoal.Runtime;

namespace Shoal.Net.Sockets.Managed;

/// <summary>A link's stay on one loop. Mail of an earlier stay that is opened late is void.</summary>
internal sealed class Attachment : IMail
{
    private readonly ManagedLink _link;
    private readonly Loop _loop;
    private readonly ILinkHandler _handler;
    private readonly WritableMail _writable;

    /// <summary>Touched by the loop alone.</summary>
    private bool _isLive = true;

    public Attachment(ManagedLink link, Loop loop, ILinkHandler handler)
    {
        _link = link;
        _loop = loop;
        _handler = handler;
        _writable = new WritableMail(this);
    }

    /// <summary>The handler waits for room. Touched by the loop alone.</summary>
    public bool WantsWritable { get; set; }

    /// <summary>Any thread.</summary>
    public void PostReadable() => _loop.Post(this);

    /// <summary>Any thread.</summary>
    public void PostWritable() => _loop.Post(_writable);

    public void End() => _isLive = false;

    public void OpenOnLoop()
    {
        if (_isLive)
        {
            _handler.OnReadable();
        }

        if (_isLive)
        {
            _link.WaitForBytes();
        }
    }

    private sealed class WritableMail(Attachment attachment) : IMail
    {
        public void OpenOnLoop()
        {
            if (attachment is { _isLive: true, WantsWritable: true })
            {
                attachment.WantsWritable = false;
                attachment._handler.OnWritable();
            }
        }
    }
}
