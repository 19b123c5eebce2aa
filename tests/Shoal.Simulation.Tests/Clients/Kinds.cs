using Shoal.Metainfo.Creating;
using Shoal.Simulation.Networks;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>What cases are run with: each format of torrents by each family of addresses.</summary>
internal static class Kinds
{
    public static readonly LineOptions V6Only = new() { HasIPv4 = false, HasIPv6 = true };

    public static readonly LineOptions DualStack = new() { HasIPv6 = true };

    public static TheoryData<TorrentFormat, bool> All => new(
        from format in new[] { TorrentFormat.V1, TorrentFormat.V2, TorrentFormat.Hybrid } from isV6 in new[] { false, true } select (format, isV6));

    public static LineOptions Line(bool isV6) => isV6 ? V6Only : new LineOptions();
}
