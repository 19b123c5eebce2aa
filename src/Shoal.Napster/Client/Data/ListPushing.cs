using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>Brings the list of our files to a peer that cannot connect to us.</summary>
internal sealed class ListPushing(Loop loop, ILink link, string nick, IShareLines lines) : Caller(loop, link)
{
    protected override void Ask()
    {
        HandOver();
        new ListUpload(Loop, lines).Begin(Link, $"SENDLIST {nick}");
    }

    protected override void OnAnswer(Pause pause)
    {
    }

    protected override void OnEnded(EndKind kind, string reason)
    {
    }
}
