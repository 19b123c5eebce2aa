using Shoal.Catalog;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Transfers;

/// <summary>
/// Brings two users together for one file; the file itself goes from one to the other.
/// <code>
///   asker ─203─► server ─607─► owner ─608─► server ─204─► asker, who connects to the owner
///   asker ─203─► server ─204 port 0─► asker ─500─► server ─607─► owner ─608─► server ─501─► owner, who connects to the asker
/// </code>
/// </summary>
internal sealed class TransferDesk(NapsterServer server)
{
    private const string NoToken = "00000000000000000000000000000000";

    public void Register(Router router)
    {
        router.On(MessageType.Request, Request);
        router.On(MessageType.RequestPush, RequestPush);
        router.On(MessageType.UploadAccept, Accept);
        router.On(MessageType.UploadRefuse, Refuse);
        router.On(MessageType.QueueLimit, TellQueue);
        router.On(MessageType.PortError, TellPortError);
        router.On(MessageType.DownloadBegins, static (session, _) => session.Downloads++);
        router.On(MessageType.DownloadEnds, static (session, _) => (session.Downloads, session.Downloaded) = End(session.Downloads, session.Downloaded));
        router.On(MessageType.UploadBegins, static (session, _) => session.Uploads++);
        router.On(MessageType.UploadEnds, static (session, _) => (session.Uploads, session.Uploaded) = End(session.Uploads, session.Uploaded));
    }

    private static (int Running, int Ended) End(int running, int ended) => running > 0 ? (running - 1, ended + 1) : (running, ended);

    private void Request(Session session, Fields fields)
    {
        if (!TryReadFile(ref fields, out var name, out var path))
        {
            session.NoticeUnparsable();
            return;
        }

        if (!Nick.TryParse(name, out var nick) || !server.Roster.TryFind(nick, out var owner))
        {
            session.Send(MessageType.Unavailable, $"{name} \"{path}\"");
            return;
        }

        server.Counters.Requests++;
        if (server.Dialect.ChecksShareBeforeAsking || owner.IsFirewalled)
        {
            FindThen(session, owner, path, found => Forward(session, owner, path, found));
        }
        else
        {
            owner.Send(MessageType.UploadRequest, $"{session.Nick} \"{path}\"");
        }
    }

    private void Forward(Session session, Session owner, byte[] path, SharedFile? file)
    {
        if (file is null)
        {
            session.Send(MessageType.Unavailable, $"{owner.Nick} \"{path.AsSpan()}\"");
        }
        else if (!owner.IsFirewalled)
        {
            owner.Send(MessageType.UploadRequest, $"{session.Nick} \"{path.AsSpan()}\"");
        }
        else if (session.IsFirewalled && !server.Dialect.IsOld)
        {
            session.Send(MessageType.RequestAck, $"{owner.Nick} {LegacyAddress.Of(owner.Remote)} 0 \"{path.AsSpan()}\" firewallerror {owner.Link}");
        }
        else if (server.Dialect.HidesTokenOfFirewalled)
        {
            session.Send(MessageType.RequestAck, $"{owner.Nick} {LegacyAddress.Of(owner.Remote)} 0 \"{path.AsSpan()}\" {NoToken} {owner.Link}");
        }
        else
        {
            session.Send(MessageType.RequestAck, $"{owner.Nick} {LegacyAddress.Of(owner.Remote)} 0 \"{path.AsSpan()}\" {file.Token} {owner.Link}");
        }
    }

    private void RequestPush(Session session, Fields fields)
    {
        if (!TryReadFile(ref fields, out var name, out var path))
        {
            session.NoticeUnparsable();
        }
        else if (!Nick.TryParse(name, out var nick) || !server.Roster.TryFind(nick, out var owner))
        {
            session.Send(MessageType.Unavailable, $"{name} \"{path}\"");
        }
        else if (!owner.IsFirewalled)
        {
            session.Notice($"{owner.Nick} is not firewalled");
        }
        else if (session.IsFirewalled)
        {
            session.Notice("You are firewalled too: nobody can connect to you.");
        }
        else
        {
            owner.Send(MessageType.UploadRequest, $"{session.Nick} \"{path.AsSpan()}\"");
        }
    }

    /// <summary>The owner is ready: the one who can be connected to is told to the other.</summary>
    private void Accept(Session session, Fields fields)
    {
        if (!TryReadFile(ref fields, out var name, out var path) || !Nick.TryParse(name, out var nick) || !server.Roster.TryFind(nick, out var asker))
        {
            return;
        }

        FindThen(session, session, path, file =>
        {
            if (file is null)
            {
                session.Notice("Not sharing that file");
            }
            else if (session.IsFirewalled)
            {
                session.Send(MessageType.Push, $"{asker.Nick} {LegacyAddress.Of(asker.Remote)} {asker.DataPort} \"{path.AsSpan()}\" {file.Token} {asker.Link}");
            }
            else
            {
                asker.Send(MessageType.RequestAck, $"{session.Nick} {LegacyAddress.Of(session.Remote)} {session.DataPort} \"{path.AsSpan()}\" {file.Token} {session.Link}");
            }
        });
    }

    private void Refuse(Session session, Fields fields)
    {
        if (!server.Dialect.IsOld && TryReadFile(ref fields, out var name, out var path) && Nick.TryParse(name, out var nick) && server.Roster.TryFind(nick, out var asker))
        {
            asker.Send(MessageType.UploadRefuse, $"{session.Nick} \"{path.AsSpan()}\"");
        }
    }

    private void TellQueue(Session session, Fields fields)
    {
        if (!TryReadFile(ref fields, out var name, out var path) || !fields.TryNumber(out var limit))
        {
            session.NoticeUnparsable();
        }
        else if (Nick.TryParse(name, out var nick) && server.Roster.TryFind(nick, out var asker))
        {
            FindThen(session, session, path, file =>
            {
                if (file is null)
                {
                    session.Notice("Not sharing that file");
                }
                else
                {
                    asker.Send(MessageType.QueueFull, $"{session.Nick} \"{path.AsSpan()}\" {file.Size} {limit}");
                }
            });
        }
    }

    private void TellPortError(Session session, Fields fields)
    {
        if (server.Roster.TryFind(ref fields, out var other))
        {
            other.Send(MessageType.PortError, $"{session.Nick}");
            server.PortChecks.OnComplaint(session, other);
        }
        else
        {
            session.Notice("User is not currently online.");
        }
    }

    private void FindThen(Session session, Session owner, byte[] path, Action<SharedFile?> then) =>
        server.Catalog.Ask(session, reader => reader.Find(owner.Owner, path), found => then(found?.File));

    private static bool TryReadFile(ref Fields fields, out ReadOnlySpan<byte> nick, out byte[] path)
    {
        path = [];
        if (!fields.TryNext(out nick) || !fields.TryNext(out var field))
        {
            return false;
        }

        path = field.ToArray();
        return true;
    }
}
