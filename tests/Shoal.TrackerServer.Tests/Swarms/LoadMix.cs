using Shoal.Runtime;

namespace Shoal.TrackerServer.Tests.Swarms;

/// <summary>Which torrent each peer of bench/udp_tracker_load.c is in: torrent i of T with P peers has the weight T/P + exp(6.5 - 500 i/T).</summary>
internal sealed class LoadMix
{
    private readonly int[] _torrents;

    public LoadMix(int torrents, int peers)
    {
        var sums = new double[torrents];
        var sum = 0.0;
        for (var i = 0; i < torrents; i++)
        {
            sum += ((double)torrents / peers) + Math.Exp(6.5 - (500.0 * i / torrents));
            sums[i] = sum;
        }

        var chance = new SeededChance(1);
        _torrents = new int[peers];
        for (var i = 0; i < peers; i++)
        {
            var found = Array.BinarySearch(sums, chance.Below(int.MaxValue) * sum / int.MaxValue);
            _torrents[i] = Math.Min(found < 0 ? ~found : found, torrents - 1);
        }
    }

    public int Peers => _torrents.Length;

    public int TorrentOf(int peer) => _torrents[peer];
}
