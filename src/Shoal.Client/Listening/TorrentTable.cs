using System.Collections.Concurrent;
using Shoal.Metainfo;

namespace Shoal.Client.Listening;

/// <summary>Which torrent a 20-byte hash on the wire means; a hybrid stands under both of its hashes. Any thread may call.</summary>
internal sealed class TorrentTable
{
    private readonly ConcurrentDictionary<Sha1Hash, Torrent> _byHash = new();
    private readonly Lock _registering = new();

    public IReadOnlyCollection<Torrent> All => [.. _byHash.Values.Distinct()];

    public Torrent? Find(Sha1Hash hash) => _byHash.GetValueOrDefault(hash);

    /// <summary>From now on strangers are handed to it; returns the torrent that has one of its hashes already, if there is one. A link that was refused has none.</summary>
    public Torrent? Add(Torrent torrent, InfoHashes hashes)
    {
        lock (_registering)
        {
            foreach (var hash in hashes.Wire)
            {
                if (_byHash.TryGetValue(hash, out var holder) && holder != torrent && !holder.IsRefused)
                {
                    return holder;
                }
            }

            foreach (var hash in hashes.Wire)
            {
                _byHash[hash] = torrent;
            }

            return null;
        }
    }

    public void Remove(Torrent torrent)
    {
        lock (_registering)
        {
            foreach (var hash in torrent.InfoHashes.Wire)
            {
                _byHash.TryRemove(KeyValuePair.Create(hash, torrent));
            }
        }
    }
}
