using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>
/// The list of a peer's files: asked for, or brought. The nick, a line for each file, an empty line; some say "SENDLIST" in front.
/// </summary>
internal sealed class Browse(Loop loop, ILink link, IBrowseWatcher watcher, bool isBrought) : Caller(loop, link)
{
    /// <summary>The nick has been read; who brings a list has told it already.</summary>
    private bool _hasNick = isBrought;
    private int _lines;

    protected override void Ask() => Say("GETLIST"u8);

    protected override void OnAnswer(Pause pause)
    {
        Wait(Limits.DataSilence);
        for (var end = Text.IndexOf((byte)'\n'); end >= 0 && !IsEnded; end = Text.IndexOf((byte)'\n'))
        {
            OnLine(Text[..end].TrimEnd((byte)'\r'));
            if (!IsEnded)
            {
                Drop(end + 1);
            }
        }

        if (pause == Pause.Ended)
        {
            End(EndKind.Broken, _hasNick ? "closed the connection before the end of its list" : "closed the connection");
        }
    }

    protected override void OnEnded(EndKind kind, string reason) => watcher.OnEnded(new DataEnd(kind, reason));

    private void OnLine(ReadOnlySpan<byte> line)
    {
        if (!_hasNick)
        {
            _hasNick = !line.StartsWith("SENDLIST"u8);
        }
        else if (line.IsEmpty)
        {
            End(EndKind.Done, "");
        }
        else if (++_lines > Limits.BrowseLines)
        {
            End(EndKind.Nonsense, $"shares more than {Limits.BrowseLines} files");
        }
        else
        {
            watcher.OnLine(line);
        }
    }
}
