using System.Runtime.InteropServices;
using Shoal.Metainfo;

namespace Shoal.TrackerServer.Swarms;

/// <summary>What is held of the peers of one family of one swarm: 36 bytes, with a lone IPv4 peer in them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Swarm
{
    public Sha1Hash InfoHash;
    public Group Peers;

    /// <summary>Downloads that were finished, as told in this family.</summary>
    public uint Completed;
}
