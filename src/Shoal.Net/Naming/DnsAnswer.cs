using System.Buffers.Binary;
using System.Net;

namespace Shoal.Net.Naming;

/// <summary>A nameserver's answer, as far as it leads from the question to addresses (RFC 1035 §4.1).</summary>
internal sealed class DnsAnswer
{
    private const ushort IsAnswer = 0x8000;
    private const ushort OperationBits = 0x7800;
    private const ushort TruncatedBit = 0x0200;
    private const int CodeBits = 0xf;
    private const int NameError = 3;

    private DnsAnswer(DnsOutcome outcome, string? failure = null) => (Outcome, Failure) = (outcome, failure);

    /// <summary>The name cannot even be asked for.</summary>
    public static DnsAnswer NoName { get; } = new(DnsOutcome.NoSuchName);

    /// <summary>Nobody answered.</summary>
    public static DnsAnswer Failing(string failure) => new(DnsOutcome.Failed, failure);

    public DnsOutcome Outcome { get; }

    /// <summary>Why it is no use, in words.</summary>
    public string? Failure { get; }

    public IReadOnlyList<IPAddress> Addresses { get; private init; } = [];

    /// <summary>How long it may be remembered.</summary>
    public TimeSpan Ttl { get; private init; }

    /// <summary>Reads what came. A message that does not repeat the question is foreign: somebody else's, or a guess.</summary>
    public static DnsAnswer Read(ReadOnlySpan<byte> message, DnsQuestion question)
    {
        if (message.Length < DnsQuestion.HeaderLength)
        {
            return new(DnsOutcome.Foreign);
        }

        var flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        var at = DnsQuestion.HeaderLength;
        if (BinaryPrimitives.ReadUInt16BigEndian(message) != question.Id || (flags & IsAnswer) == 0 || (flags & OperationBits) != 0
            || BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1
            || !DnsName.TryRead(message, ref at, out var name) || !string.Equals(name, question.Name, StringComparison.Ordinal) || at + 4 > message.Length
            || BinaryPrimitives.ReadUInt16BigEndian(message[at..]) != (ushort)question.Type
            || BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]) != DnsQuestion.Internet)
        {
            return new(DnsOutcome.Foreign);
        }

        at += 4;
        return (flags & TruncatedBit) != 0 ? new(DnsOutcome.Truncated)
            : (flags & CodeBits) is NameError ? new(DnsOutcome.NoSuchName)
            : (flags & CodeBits) is not 0 ? new(DnsOutcome.Failed, $"the nameserver answered with error {flags & CodeBits}")
            : ReadRecords(message, at, BinaryPrimitives.ReadUInt16BigEndian(message[6..]), question);
    }

    private static DnsAnswer ReadRecords(ReadOnlySpan<byte> message, int at, int count, DnsQuestion question)
    {
        var records = new List<Record>();
        for (var i = 0; i < count; i++)
        {
            if (i == Limits.DnsRecords || !TryReadRecord(message, ref at, out var record))
            {
                return new(DnsOutcome.Failed, "the nameserver's answer is malformed");
            }

            records.Add(record);
        }

        var (name, ttl) = (question.Name, Limits.NameLongest);
        for (var hop = 0; hop < Limits.DnsAliases && records.Find(r => r.Type == DnsType.CName && string.Equals(r.Owner, name, StringComparison.Ordinal)) is { Target: { } target } alias; hop++)
        {
            name = target;
            ttl = alias.Ttl < ttl ? alias.Ttl : ttl;
        }

        var addresses = new List<IPAddress>();
        foreach (var record in records.Where(r => r.Type == question.Type && string.Equals(r.Owner, name, StringComparison.Ordinal) && r.Address is not null).Take(Limits.AddressesPerFamily))
        {
            addresses.Add(record.Address!);
            ttl = record.Ttl < ttl ? record.Ttl : ttl;
        }

        return new(DnsOutcome.Answered) { Addresses = addresses, Ttl = addresses.Count == 0 ? Limits.NameMissing : ttl < Limits.NameShortest ? Limits.NameShortest : ttl };
    }

    private static bool TryReadRecord(ReadOnlySpan<byte> message, ref int at, out Record record)
    {
        record = default;
        if (!DnsName.TryRead(message, ref at, out var owner) || at + 10 > message.Length)
        {
            return false;
        }

        var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        var isInternet = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]) == DnsQuestion.Internet;
        var ttl = TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32BigEndian(message[(at + 4)..]));
        int length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
        at += 10;
        if (at + length > message.Length)
        {
            return false;
        }

        var (data, target) = (at, (string?)null);
        at += length;
        var isAddress = isInternet && (type == DnsType.A && length == 4 || type == DnsType.Aaaa && length == 16);
        if (isInternet && type == DnsType.CName && (!DnsName.TryRead(message, ref data, out target) || data != at))
        {
            return false;
        }

        record = new Record(owner, type, ttl, target, isAddress ? new IPAddress(message.Slice(at - length, length)) : null);
        return true;
    }

    private readonly record struct Record(string Owner, DnsType Type, TimeSpan Ttl, string? Target, IPAddress? Address);
}
