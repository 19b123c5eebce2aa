namespace Shoal.Storage;

/// <summary>Every bound of this project, with its reason.</summary>
internal static class Limits
{
    /// <summary>Open files of one pool: libtorrent keeps 40; with 64 the usual soft limit of 1024 holds many pools and all sockets.</summary>
    public const int OpenFiles = 64;

    /// <summary>Parts of one vectored call: IOV_MAX of Linux.</summary>
    public const int VectorsPerCall = 1024;

    /// <summary>Bytes read at once from the part file, to be hashed or moved: reads below 256 KiB cost measurably more calls, above 1 MiB nothing is gained.</summary>
    public const int PartReadLength = 1024 * 1024;

    /// <summary>Bytes of a resume record that is read: 2^21 pieces with a block map each and 250,000 files stay below.</summary>
    public const int ResumeRecordLength = 64 * 1024 * 1024;

    /// <summary>Bytes of the file with DHT nodes that is read: twice what the tables of sixteen nodes take.</summary>
    public const int SavedNodesLength = 1024 * 1024;

    /// <summary>Times that an interrupted call is made again before it counts as failed: signals come singly, so more means a fault.</summary>
    public const int Interruptions = 1000;
}
