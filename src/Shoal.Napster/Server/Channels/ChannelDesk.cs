using System.Diagnostics.CodeAnalysis;
using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>
/// The channels that there are. Those that are registered are on disk as they are here; the others end with their last member.
/// <code>
///   Joins, Speech, Topics, ChannelSettings, Ranks, Expulsions, Invitations ─► ChannelDesk ─► Channel ─► Member
///                                                                                 └─ what is registered ─► ChannelStore
/// </code>
/// </summary>
internal sealed class ChannelDesk
{
    private readonly NapsterServer _server;
    private readonly ChannelStore _store;
    private readonly SortedDictionary<string, Channel> _channels = new(ChannelName.Comparer);

    public ChannelDesk(NapsterServer server)
    {
        _server = server;
        _store = new ChannelStore(server.World.Accounts);
        foreach (var channel in _store.Load())
        {
            _channels.Add(channel.Name, channel);
        }
    }

    /// <summary>In the order of their names.</summary>
    public IEnumerable<Channel> All => _channels.Values;

    public int Count => _channels.Count;

    public void Register(Router router)
    {
        new Joins(_server, this).Register(router);
        new Speech(this).Register(router);
        new Topics(_server, this).Register(router);
        new ChannelLists(this).Register(router);
        new ChannelBans(_server, this).Register(router);
        new ChannelSettings(this).Register(router);
        new Expulsions(_server, this).Register(router);
        if (!_server.Dialect.IsOld)
        {
            new Ranks(_server, this).Register(router);
            new ChannelMuzzles(_server, this).Register(router);
            new Invitations(_server, this).Register(router);
        }
    }

    public bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out Channel? channel) => _channels.TryGetValue(Encoding.Latin1.GetString(name), out channel);

    /// <summary>The channel whose name the next field is; the user is told where there is none.</summary>
    public bool TryRead(Session session, ref Fields fields, [NotNullWhen(true)] out Channel? channel)
    {
        channel = null;
        if (!fields.TryNext(out var name))
        {
            session.NoticeUnparsable();
            return false;
        }

        if (!TryFind(name, out channel) || channel.IsHiddenFrom(session))
        {
            channel = null;
            session.Notice("no such channel");
        }

        return channel is not null;
    }

    /// <summary>The same for what only operators of the channel may do: <paramref name="what"/> is what failed where the user is none.</summary>
    public static bool TryRule(Session session, Channel channel, string what)
    {
        if (!channel.IsRuledBy(session))
        {
            session.Notice($"{what} failed: you are not channel operator");
            return false;
        }

        return true;
    }

    public Channel Open(string name)
    {
        var channel = new Channel(name) { Topic = Encoding.ASCII.GetBytes($"Welcome to the {name} channel."), Limit = _server.Dialect.DefaultChannelLimit };
        _channels.Add(name, channel);
        return channel;
    }

    /// <summary>A member is gone, whyever: the others hear of it, and a channel without members ends.</summary>
    public void Leave(Member member)
    {
        var (channel, session) = (member.Channel, member.Session);
        channel.Remove(member);
        channel.Tell(MessageType.Parted, session, $"{channel.Name} {session.Nick} {session.Files} {session.Link}");
        EndIfEmpty(channel);
    }

    public void EndIfEmpty(Channel channel)
    {
        if (channel.Members.Count == 0 && !channel.IsRegistered)
        {
            _channels.Remove(channel.Name);
        }
    }

    /// <summary>
    /// Something of a channel changed that is kept. It is told when it is on disk, so that nothing was told that a crash takes back; the user's next messages wait until then.
    /// </summary>
    public void Keep(Session session, Channel channel, Action tell)
    {
        if (channel.IsRegistered)
        {
            var record = ChannelRecord.Of(channel);
            Write(session, () => _store.Save(record), tell);
        }
        else
        {
            tell();
        }
    }

    /// <summary>The channel is registered no more.</summary>
    public void Drop(Session session, Channel channel, Action tell)
    {
        channel.KeptOperators.Clear();
        EndIfEmpty(channel);
        Write(session, () => _store.Delete(channel.Name), tell);
    }

    private void Write(Session session, Action write, Action tell) => _server.Save(session, write, tell, failure =>
    {
        _server.Trouble("a channel could not be saved", failure);
        session.Notice("the channel could not be saved: it is as you wanted it until the server ends");
        tell();
    });
}
