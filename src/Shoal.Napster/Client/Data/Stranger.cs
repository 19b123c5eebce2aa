using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>Somebody who connected and has not said what it wants.</summary>
internal sealed class Stranger(DataPort port, ILink link) : Conversation(port.World.Loop, link)
{
    public Endpoint Remote { get; } = link.Remote;

    public void Begin()
    {
        Begin(Limits.DataPatience);
        Say("1"u8);
    }

    public void Close() => End(EndKind.Cancelled, "");

    protected override void OnText(Pause pause)
    {
        var reading = DataRequest.Read(Text, out var request, out _);
        if (reading == Reading.Whole || (reading == Reading.Maybe && pause != Pause.None))
        {
            Serve(request!);
        }
        else if (reading == Reading.Bad || pause == Pause.Ended)
        {
            Refuse("INVALID REQUEST"u8);
        }
    }

    protected override void OnEnded(EndKind kind, string reason) => port.OnGone(this);

    private void Serve(DataRequest request)
    {
        switch (request.Kind)
        {
            case RequestKind.Get when port.Desk.OnGet(Remote, request.Nick, request.Path) is { } grant:
                Leave();
                new Upload(port.World, grant, Link.Remote).Answer(Link, request.Number, request.WantsHash);
                break;
            case RequestKind.Get:
                Refuse("FILE NOT REQUESTED"u8);
                break;
            case RequestKind.Send when port.Desk.OnSend(Remote, request.Nick, request.Path, request.Number) is { } download:
                Leave();
                download.Take(Link, request);
                break;
            case RequestKind.GetList when port.Desk.OnGetList(Remote) is { } lines:
                Leave();
                new ListUpload(Loop, lines).Begin(Link, port.Desk.Nick);
                break;
            case RequestKind.SendList when port.Desk.OnSendList(Remote, request.Nick) is { } watcher:
                var list = Text[(Text.IndexOf((byte)'\n') + 1)..].ToArray();
                Leave();
                new Browse(Loop, Link, watcher, isBrought: true).Begin(list);
                break;
            default:
                Refuse("INVALID REQUEST"u8);
                break;
        }
    }

    private void Leave()
    {
        HandOver();
        port.OnGone(this);
    }

    private void Refuse(ReadOnlySpan<byte> error)
    {
        if (Say(error))
        {
            End(EndKind.Refused, "");
        }
    }
}
