using System.Security.Cryptography;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client.Metadata;

/// <summary>Hashes and reads an info dictionary on a worker: it may be long.</summary>
internal sealed class MetadataCheck(LobbyPeer sender, byte[] info, InfoHashes asked, Action<MetadataCheck> onDone) : IWork, IMail
{
    public LobbyPeer Sender => sender;

    /// <summary>The bytes have the hash that was asked for.</summary>
    public bool IsGenuine { get; private set; }

    /// <summary>What it describes; null where it is not genuine, or cannot be used.</summary>
    public TorrentMetainfo? Metainfo { get; private set; }

    /// <summary>Why a genuine one cannot be used.</summary>
    public string? Refusal { get; private set; }

    /// <summary>On a worker.</summary>
    public void Run()
    {
        IsGenuine = Matches();
        if (IsGenuine)
        {
            TorrentReader.TryReadInfo(info, out var metainfo, out var reason);
            Metainfo = metainfo;
            Refusal = reason;
        }
    }

    /// <summary>Back on the loop.</summary>
    public void OpenOnLoop() => onDone(this);

    /// <summary>A link with both hashes must get both. Links in the wild also name v2 torrents by the v2 hash cut to 20 bytes as if it were v1.</summary>
    private bool Matches()
    {
        var v1 = new Sha1Hash(SHA1.HashData(info));
        var v2 = new Sha256Hash(SHA256.HashData(info));
        return asked.V2 is { } asked2
            ? asked2 == v2 && (asked.V1 is not { } both || both == v1)
            : asked.V1 == v1 || asked.V1 == new InfoHashes(null, v2).V2Truncated;
    }
}
