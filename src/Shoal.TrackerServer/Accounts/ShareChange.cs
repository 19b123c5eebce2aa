namespace Shoal.TrackerServer.Accounts;

/// <summary>What is to be added to a user's figures of a torrent.</summary>
/// <param name="Key">Whose, and of which.</param>
/// <param name="Uploaded">Bytes more.</param>
/// <param name="Downloaded">Bytes more.</param>
/// <param name="Seeding">Seconds more in which a peer of his had the whole.</param>
/// <param name="Until">Up to when that is counted, in seconds since 1970; 0 where nothing ever was.</param>
/// <param name="Left">Bytes that the peer that spoke last lacks; null where none knew.</param>
/// <param name="MostLeft">The most that one lacked.</param>
/// <param name="First">When the first of them spoke, in seconds since 1970.</param>
/// <param name="Last">When the last did.</param>
/// <param name="Completed">When one had fetched it all; null where none did.</param>
internal readonly record struct ShareChange(ShareKey Key, long Uploaded, long Downloaded, long Seeding, long Until, long? Left, long MostLeft, long First, long Last, long? Completed);
