using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Net;

namespace Shoal.Napster.Client.Data;

/// <summary>Offers a file to a peer whom the server announced, and reads from where it wants it.</summary>
internal sealed class Pushing(Upload upload, ILink link, string nick) : Caller(upload.Loop, link)
{
    protected override void Ask()
    {
        var grant = upload.Grant;
        if (Say("SEND"u8))
        {
            var hash = grant.Sha256 is { } known ? Encoding.ASCII.GetBytes(known.ToString()) : null;
            Say([.. Encoding.UTF8.GetBytes(nick), .. " \""u8, .. grant.Name, .. Encoding.ASCII.GetBytes($"\" {grant.Size}"), .. hash is null ? [] : DataText.HashMark, .. hash ?? []]);
        }
    }

    protected override void OnAnswer(Pause pause)
    {
        var digits = DataText.Digits(Text);
        if (DataText.TryNumber(Text[..digits], out var offset))
        {
            // Digits without an end mark may go on.
            if (digits < Text.Length || pause != Pause.None)
            {
                HandOver();
                upload.Stream(Link, offset);
            }
        }
        else if (pause != Pause.None)
        {
            End(Text.IsEmpty ? EndKind.Broken : EndKind.Refused, Text.IsEmpty ? "closed the connection" : LegacyText.Decode(Text[..Math.Min(Text.Length, Limits.DataRefusal)]));
        }
    }

    protected override void OnEnded(EndKind kind, string reason) => upload.OnCallEnded(kind, reason);
}
