using System.Text;
using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Trackers.Messages;

namespace Shoal.Trackers.Tests;

/// <summary>The torrent that libtorrent 2.0.8, Transmission 3.00 and aria2 1.36 announced when their requests were written down, and helpers.</summary>
internal static class Announces
{
    public const string HashHex = "7a589a9152cc1a19a825aa4232b01bdf64d6cced";

    public static Sha1Hash Hash { get; } = new(Convert.FromHexString(HashHex));

    public static AnnounceRequest Of(string peerId, ushort port, long left, AnnounceEvent what, uint key, int? wanted) =>
        new(Hash, new PeerId(Latin(peerId)), port, Uploaded: 0, Downloaded: 0, left, what, key, wanted);

    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
