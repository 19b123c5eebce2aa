using Shoal.Catalog;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Sharing;

/// <summary>What users share, and who else has the same.</summary>
internal sealed class Shares(NapsterServer server)
{
    private readonly ShareLine _line = new(server.Dialect);

    public void Register(Router router)
    {
        router.On(MessageType.Share, (session, fields) => Share(session, _line.Read(ref fields, default, out var refusal), refusal));
        router.On(MessageType.ShareTyped, (session, fields) => Share(session, _line.ReadTyped(ref fields, out var refusal), refusal));
        router.On(MessageType.ShareBatch, ShareAll);
        router.On(MessageType.Unshare, Unshare);
        router.On(MessageType.UnshareAll, UnshareAll);
        router.On(MessageType.Sources, FindSources);
        router.On(MessageType.Fingerprint, static (_, _) => { });
    }

    private void ShareAll(Session session, Fields fields)
    {
        if (!fields.TryNext(out var folder))
        {
            session.NoticeUnparsable();
            return;
        }

        while (!fields.IsEmpty)
        {
            var file = _line.Read(ref fields, folder, out var refusal);
            Share(session, file, refusal);
            if (file is null)
            {
                return;
            }
        }
    }

    private void Share(Session session, SharedFile? file, string? refusal)
    {
        server.Counters.Shares++;
        if (file is null)
        {
            session.Notice(refusal!);
        }
        else if (session.Files + session.WaitingChanges >= server.Options.MostFiles)
        {
            session.Notice($"You may only share {server.Options.MostFiles} files");
        }
        else
        {
            server.Catalog.Write(new CatalogChange(ChangeKind.Share, session.Owner, file), session, OnShared);
        }
    }

    private void OnShared(Session session, CatalogChange change, ChangeOutcome outcome)
    {
        if (outcome.NewId > 0)
        {
            server.Wishes.OnShared(session, change.File!, outcome.NewId);
        }
        else if (outcome.Kind == OutcomeKind.AlreadyShared)
        {
            session.Notice("duplicate file");
        }
        else if (outcome.Kind == OutcomeKind.Full)
        {
            session.Notice("the server's catalog is full");
        }
    }

    /// <summary>The path is the whole rest; who quotes it means the same. But a name that begins with a quotation mark cannot be shared, so that no other is meant.</summary>
    private void Unshare(Session session, Fields fields)
    {
        var path = fields.Rest;
        if (server.Dialect is not { HasSmallSizes: true } && path is [(byte)'"', .., (byte)'"'])
        {
            path = path[1..^1];
        }

        server.Catalog.Write(
            new CatalogChange(ChangeKind.Unshare, session.Owner, Path: path.ToArray()),
            session,
            static (session, _, outcome) =>
            {
                if (outcome.Kind == OutcomeKind.NotShared)
                {
                    session.Notice("Not sharing that file");
                }
            });
    }

    private void UnshareAll(Session session, Fields fields) =>
        server.Catalog.Write(new CatalogChange(ChangeKind.UnshareAll, session.Owner), session, static (session, _, outcome) => session.Send(MessageType.UnshareAll, $"{-outcome.Files}"));

    private void FindSources(Session session, Fields fields)
    {
        if (!fields.TryNext(out var token) || !fields.TryNumber(out var size))
        {
            session.NoticeUnparsable();
            session.Send(MessageType.SourcesEnd);
            return;
        }

        // A token is asked for as it was told in a hit: only its case does not count.
        var key = token.ToArray();
        server.Catalog.Ask(session, reader => reader.Sources(key, _line.Size(size), server.Options.MostHits), found =>
        {
            foreach (var (_, owner, file) in found)
            {
                if (server.Roster.TryFind(owner, out var other))
                {
                    session.Send(MessageType.Source, $"{other.Nick} {LegacyAddress.Of(other.Remote)} {other.DataPort} \"{file.Path}\" {file.Token} {file.Size} {other.Link}{session.ExtrasOf(file)}");
                }
            }

            session.Send(MessageType.SourcesEnd);
        });
    }
}
