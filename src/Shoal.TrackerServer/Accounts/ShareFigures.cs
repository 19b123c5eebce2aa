using Shoal.Metainfo;

namespace Shoal.TrackerServer.Accounts;

/// <summary>What a user moved of a torrent, as it is written.</summary>
/// <param name="Torrent">Its info-hash as it was announced.</param>
/// <param name="Uploaded">Bytes.</param>
/// <param name="Downloaded">Bytes.</param>
/// <param name="Left">Bytes that his peer lacked when it last spoke.</param>
/// <param name="MostLeft">The most that it ever lacked: the size, where he began with nothing.</param>
/// <param name="Seeding">How long a peer of his had the whole.</param>
/// <param name="First">When he was first seen.</param>
/// <param name="Last">When he was last seen.</param>
/// <param name="Completed">When he had fetched it all; null where he has not.</param>
internal sealed record ShareFigures(
    Sha1Hash Torrent, long Uploaded, long Downloaded, long Left, long MostLeft, TimeSpan Seeding, DateTimeOffset First, DateTimeOffset Last, DateTimeOffset? Completed);
