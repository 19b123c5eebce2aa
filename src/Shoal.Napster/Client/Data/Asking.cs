using System.Text;
using Shoal.Net;

namespace Shoal.Napster.Client.Data;

/// <summary>Asks a peer for a file from an offset, and reads its answer up to the data.</summary>
internal sealed class Asking(Download download, ILink link, string nick, long from) : Caller(download.Loop, link)
{
    protected override void Ask()
    {
        // Two writes, as old clients do and expect it.
        if (Say("GET"u8))
        {
            Say([.. Encoding.UTF8.GetBytes(nick), .. " \""u8, .. download.Order.Path, .. Encoding.ASCII.GetBytes($"\" {from}"), .. DataText.HashWanted]);
        }
    }

    protected override void OnAnswer(Pause pause)
    {
        var reading = SizeAnswer.Read(Text, download.ExpectedSize, askedHash: true, WasGreeted, out var answer);
        if (reading == Reading.Whole || (reading == Reading.Maybe && pause != Pause.None))
        {
            OnAnswer(answer);
        }
        else if (reading == Reading.Bad)
        {
            End(EndKind.Nonsense, "answers with no size and no error");
        }
        else if (pause == Pause.Ended)
        {
            End(EndKind.Broken, "closed the connection without an answer");
        }
    }

    protected override void OnEnded(EndKind kind, string reason) => download.OnCallEnded(kind, reason);

    private void OnAnswer(SizeAnswer answer)
    {
        if (answer.Refusal is { } refusal)
        {
            End(EndKind.Refused, refusal);
            return;
        }

        var data = Text[answer.Used..].ToArray();
        HandOver();
        download.Stream(Link, answer.Size, answer.Sha256, from, data);
    }
}
