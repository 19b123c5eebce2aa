using System.Text;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>The list of our files on its way to one peer, a part at a time.</summary>
internal sealed unsafe class ListUpload : ILinkHandler
{
    private readonly Loop _loop;
    private readonly IShareLines _lines;
    private readonly LoopTimer _deadline;
    private ILink? _link;
    private ReadOnlyMemory<byte> _part;
    private int _strays;
    private bool _isLast;
    private bool _isEnded;

    public ListUpload(Loop loop, IShareLines lines)
    {
        _loop = loop;
        _lines = lines;
        _deadline = loop.CreateTimer(Close);
    }

    /// <summary>Sends it behind the first line.</summary>
    public void Begin(ILink link, string firstLine)
    {
        _link = link;
        _part = Encoding.UTF8.GetBytes(firstLine + "\n");
        link.Attach(_loop, this);
        Send();
    }

    public void OnReadable()
    {
        var strays = stackalloc byte[1024];
        var got = _link!.Receive([new IoRun(strays, 1024)]);
        _strays += Math.Max(0, got);
        if (got < 0 || _strays > Limits.DataText)
        {
            Close();
        }
    }

    public void OnWritable() => Send();

    private void Send()
    {
        _deadline.Arm(Limits.DataSilence);
        while (!_part.IsEmpty)
        {
            int taken;
            fixed (byte* start = _part.Span)
            {
                taken = _link!.Send([new IoRun(start, _part.Length)]);
            }

            if (taken < 0)
            {
                Close();
                return;
            }

            _part = _part[taken..];
            if (taken == 0 || (_part.IsEmpty && _isLast))
            {
                _link.NotifyWritable();
                return;
            }
        }

        if (_isLast)
        {
            Close();
        }
        else
        {
            _lines.Next(OnPart);
        }
    }

    private void OnPart(byte[]? part)
    {
        if (!_isEnded)
        {
            _isLast = part is null;
            _part = part ?? "\n"u8.ToArray();
            // Not within the call that asked for it: a list that is at hand would be as deep as it is long.
            _link!.NotifyWritable();
        }
    }

    private void Close()
    {
        if (!_isEnded)
        {
            _isEnded = true;
            _deadline.Disarm();
            _link!.Close();
        }
    }
}
