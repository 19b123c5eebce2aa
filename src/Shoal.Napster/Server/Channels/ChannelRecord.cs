using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Server.Channels;

/// <summary>A registered channel as it is kept, at one moment.</summary>
internal sealed record ChannelRecord(
    string Name, ReadOnlyMemory<byte> Topic, Level Level, int Limit, ChannelModes Modes, IReadOnlyList<int> Operators, IReadOnlyList<ChannelBan> Bans)
{
    public static ChannelRecord Of(Channel channel) =>
        new(channel.Name, channel.Topic, channel.Level, channel.Limit, channel.Modes, [.. channel.KeptOperators.Keys], [.. channel.Bans]);
}
