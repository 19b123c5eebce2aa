using Shoal.Client.Swarms;
using Shoal.Peers;
using Shoal.Runtime;

namespace Shoal.Client.Exchange;

/// <summary>What one peer was told of others, and how often it told us.</summary>
internal sealed class Acquaintance
{
    /// <summary>Contacts that it was told of and not yet of their leaving.</summary>
    public List<Endpoint> Told { get; } = [];

    /// <summary>Loop time from which it may be told again.</summary>
    public TimeSpan NextTelling { get; set; }

    /// <summary>Loop time of the last message of its that was taken; null before the first.</summary>
    public TimeSpan? HeardAt { get; set; }

    /// <summary>Messages since that one that came too early.</summary>
    public int Early { get; set; }

    /// <summary>A peer tells of others: they are remembered, and dialled where they are due.</summary>
    public void Hear(ReadOnlySpan<byte> bencoded, PeerConnection teller, Dialer dialer, TimeSpan now)
    {
        if (TryHear(bencoded, teller.Remote, dialer.Book, now))
        {
            dialer.DialDue();
        }
        else
        {
            teller.Close("floods peer exchange");
        }
    }

    /// <summary>Takes what it tells of others into the book; what comes too early or is broken is passed over. False where it goes on like that.</summary>
    private bool TryHear(ReadOnlySpan<byte> bencoded, Endpoint teller, PeerBook book, TimeSpan now)
    {
        var most = HeardAt is null ? Limits.ExchangeContactsFirst : Limits.ExchangeContacts;
        if (now - HeardAt < Limits.ExchangeEarly || !ExchangeMessage.TryRead(bencoded, most, out var message, out _))
        {
            return ++Early <= Limits.ExchangeFlood;
        }

        (HeardAt, Early) = (now, 0);
        foreach (var contact in message.Added)
        {
            book.AddTold(contact.Endpoint, teller, contact.Flags.HasFlag(ExchangeFlags.UploadOnly));
        }

        return true;
    }

    /// <summary>What to tell, given whom we know now: never more than BEP 11 allows, never a drop of what was not added. Null: nothing.</summary>
    public ExchangeMessage? Tell(IReadOnlyCollection<Contact> now, Endpoint receiver)
    {
        var listed = now.Select(contact => contact.Endpoint).ToHashSet();
        var told = Told.ToHashSet();
        var dropped = Told.Where(endpoint => !listed.Contains(endpoint)).Take(Limits.ExchangeContacts).ToArray();
        var added = now.Where(contact => contact.Endpoint != receiver && told.Add(contact.Endpoint)).Take(Limits.ExchangeContacts).ToArray();
        foreach (var endpoint in dropped)
        {
            Told.Remove(endpoint);
        }

        Told.AddRange(added.Select(contact => contact.Endpoint));
        return added.Length + dropped.Length == 0 ? null : new ExchangeMessage(added, dropped);
    }
}
