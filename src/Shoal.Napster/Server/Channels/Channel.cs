using Shoal.Catalog;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>A place where several users speak.</summary>
internal sealed class Channel(string name)
{
    /// <summary>The last one that joined first, as old clients show them.</summary>
    private readonly LinkedList<Member> _members = [];

    /// <summary>Who was asked to come, by whom; the oldest first.</summary>
    private readonly List<(string Guest, string Host)> _invitations = [];

    /// <summary>As its first member wrote it.</summary>
    public string Name => name;

    /// <summary>As it came.</summary>
    public ReadOnlyMemory<byte> Topic { get; set; }

    /// <summary>Who is below does not come in.</summary>
    public Level Level { get; set; } = Level.User;

    /// <summary>So many users are taken; 0 for any number.</summary>
    public int Limit { get; set; }

    public ChannelModes Modes { get; set; }

    /// <summary>Who may not come in, in the order in which they were told.</summary>
    public List<ChannelBan> Bans { get; } = [];

    /// <summary>Who is operator whenever it comes, where the channel is registered: by the number of its account, since a nick may become another's.</summary>
    public SortedDictionary<int, string> KeptOperators { get; } = [];

    public IReadOnlyCollection<Member> Members => _members;

    public bool IsRegistered => Has(ChannelModes.Registered);

    public bool Has(ChannelModes mode) => (Modes & mode) != ChannelModes.None;

    /// <summary>The user as a member; null where it is none. A user is in few channels, so that this costs nothing in a large one.</summary>
    public Member? Of(Session session) => session.Channels.Find(member => member.Channel == this);

    /// <summary>The user may do what operators of the channel may.</summary>
    public bool IsRuledBy(Session session) => session.Level >= Level.Moderator || Of(session) is { IsOperator: true };

    public Member Add(Session session)
    {
        var member = new Member(session, this);
        member.Place = _members.AddFirst(member);
        session.Channels.Insert(0, member);
        _invitations.RemoveAll(invitation => Nick.Comparer.Equals(invitation.Guest, session.Nick));
        return member;
    }

    public void Remove(Member member)
    {
        _members.Remove(member.Place!);
        member.Place = null;
        member.Session.Channels.Remove(member);
    }

    /// <summary>Tells every member.</summary>
    public void Tell(MessageType type, Payload payload)
    {
        foreach (var member in _members)
        {
            member.Session.Send(type, $"{payload.Bytes}");
        }
    }

    /// <summary>Tells every member of one that it may know of.</summary>
    public void Tell(MessageType type, Session about, Payload payload)
    {
        foreach (var member in _members)
        {
            if (!about.IsHiddenFrom(member.Session))
            {
                member.Session.Send(type, $"{payload.Bytes}");
            }
        }
    }

    /// <summary>How many members a user may know of: those who hide are none for users.</summary>
    public int CountFor(Session session) => session.Level >= Level.Moderator ? _members.Count : _members.Count(static member => !member.Session.IsCloaked);

    /// <summary>Tells those members something who keep order, but the one who hears of it otherwise.</summary>
    public void TellOperators(Payload payload, string? except = null)
    {
        foreach (var member in _members)
        {
            if ((member.IsOperator || member.Session.Level >= Level.Moderator) && !Nick.Comparer.Equals(member.Session.Nick, except))
            {
                member.Session.Send(MessageType.Notice, $"{payload.Bytes}");
            }
        }
    }

    /// <summary>The channel is registered from now on: its operators are kept, who have accounts.</summary>
    public void KeepOperators()
    {
        foreach (var member in _members)
        {
            if (member.IsOperator)
            {
                KeepOperator(member.Session);
            }
        }
    }

    /// <summary>It is operator whenever it comes; false where there are too many.</summary>
    public bool KeepOperator(Session session)
    {
        if (!IsRegistered || !session.Account.IsRegistered)
        {
            return true;
        }

        return KeptOperators.ContainsKey(session.Owner.Value)
            || (KeptOperators.Count < Limits.ChannelOperators && KeptOperators.TryAdd(session.Owner.Value, session.Nick));
    }

    /// <summary>It is operator no more when it comes; its nick, or null where it was none.</summary>
    public string? ForgetOperator(string nick)
    {
        foreach (var (owner, kept) in KeptOperators)
        {
            if (Nick.Comparer.Equals(kept, nick))
            {
                KeptOperators.Remove(owner);
                return kept;
            }
        }

        return null;
    }

    /// <summary>It is not in lists, and nobody is told of it who is not in it.</summary>
    public bool IsHiddenFrom(Session session) => Has(ChannelModes.Private) && session.Level < Level.Moderator && Of(session) is null;

    /// <summary>Somebody was asked to come.</summary>
    public void Invite(Session guest, Session host)
    {
        Disinvite(guest, host);
        if (_invitations.Count >= Limits.Invitations)
        {
            _invitations.RemoveAt(0);
        }

        _invitations.Add((guest.Nick, host.Nick));
    }

    /// <summary>An invitation is gone; false where there was none.</summary>
    public bool Disinvite(Session guest, Session host) => _invitations.RemoveAll(invitation => IsOf(invitation, guest) && Nick.Comparer.Equals(invitation.Host, host.Nick)) > 0;

    public bool HasInvited(Session guest) => _invitations.Exists(invitation => IsOf(invitation, guest));

    public bool HasInvited(Session guest, Session host) => _invitations.Exists(invitation => IsOf(invitation, guest) && Nick.Comparer.Equals(invitation.Host, host.Nick));

    private static bool IsOf((string Guest, string Host) invitation, Session guest) => Nick.Comparer.Equals(invitation.Guest, guest.Nick);
}
