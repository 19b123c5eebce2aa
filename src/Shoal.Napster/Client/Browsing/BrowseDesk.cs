using Shoal.Napster.Client.Data;
using Shoal.Napster.Client.Files;
using Shoal.Napster.Client.Searching;
using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Browsing;

/// <summary>
/// Lists of files straight from user to user, which no server cuts short.
/// <code>
///   640 ─► server ─640─► owner ─641─► server ─641 address─► we connect: GETLIST
///                                 or the owner, whom nobody can connect to, connects to us: SENDLIST
/// </code>
/// </summary>
internal sealed class BrowseDesk(NapsterClient client, ShareIndex index)
{
    private readonly List<DirectBrowse> _waiting = [];

    /// <summary>When users were told that they may fetch our list.</summary>
    private readonly Queue<TimeSpan> _expected = new();

    public void Register(MessageRouter router)
    {
        router.On(MessageType.DirectBrowse, OnAsked);
        router.On(MessageType.DirectBrowseAck, OnAccepted);
        router.On(MessageType.DirectBrowseError, (fields) =>
        {
            if (Find(ref fields) is { } browse)
            {
                browse.Fail(fields.IsEmpty ? $"'{browse.Nick}' cannot be browsed directly" : LegacyText.Decode(fields.TakeText()));
            }
        });
    }

    /// <summary>Asks a user for his list.</summary>
    public Task<IReadOnlyList<RemoteFile>> AskAsync(string nick)
    {
        var browse = new DirectBrowse(client.Loop, nick, this);
        if (client.Session is not { State: SessionState.Online, Link: { } link })
        {
            browse.Fail(client.Session.Trouble ?? "not connected to a server");
        }
        else if (_waiting.Count >= Limits.DirectBrowses)
        {
            browse.Fail("too many lists are waited for");
        }
        else
        {
            _waiting.Add(browse);
            link.Send(MessageType.DirectBrowse, $"{nick}");
        }

        return browse.Done;
    }

    /// <summary>Somebody who was announced asks for our list at the data port; he does not say who he is.</summary>
    public IShareLines? Give()
    {
        while (_expected.TryDequeue(out var since))
        {
            if (client.Loop.Now - since < Limits.OfferPatience)
            {
                return new ShareLines(client, index);
            }
        }

        return null;
    }

    /// <summary>Somebody brings his list.</summary>
    public IBrowseWatcher? Take(string nick)
    {
        var browse = _waiting.Find(each => Nick.Comparer.Equals(each.Nick, nick));
        browse?.Begin();
        return browse;
    }

    public void Forget(DirectBrowse browse) => _waiting.Remove(browse);

    public void OnOffline()
    {
        foreach (var browse in _waiting.ToArray())
        {
            browse.Fail("the server is gone");
        }
    }

    /// <summary>Somebody wants our list: he connects to us, or where nobody can, we to him.</summary>
    private void OnAsked(Fields fields)
    {
        if (!fields.TryNext(out var nick))
        {
            return;
        }

        if (client.Session.DataPort != 0)
        {
            if (_expected.Count >= Limits.DirectBrowses)
            {
                _expected.Dequeue();
            }

            _expected.Enqueue(client.Loop.Now);
            client.Session.Link?.Send(MessageType.DirectBrowseAck, $"{nick}");
        }
        else if (fields.TryNumber(out var address) && address <= uint.MaxValue && fields.TryNumber(out var port) && port is > 0 and <= ushort.MaxValue)
        {
            client.Data.PushList(new ShareLines(client, index), LegacyAddress.From((uint)address, (ushort)port));
        }
    }

    private void OnAccepted(Fields fields)
    {
        if (Find(ref fields) is { } browse && fields.TryNumber(out var address) && address <= uint.MaxValue && fields.TryNumber(out var port) && port is > 0 and <= ushort.MaxValue)
        {
            browse.Begin();
            client.Data.Browse(LegacyAddress.From((uint)address, (ushort)port), browse);
        }
    }

    private DirectBrowse? Find(ref Fields fields)
    {
        if (!fields.TryNext(out var nick))
        {
            return null;
        }

        var name = LegacyText.Decode(nick);
        return _waiting.Find(each => Nick.Comparer.Equals(each.Nick, name));
    }
}
