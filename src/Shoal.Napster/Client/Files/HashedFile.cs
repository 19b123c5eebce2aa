using Shoal.Catalog;
using Shoal.Metainfo;
using Shoal.Napster.Client.Sharing.Audio;

namespace Shoal.Napster.Client.Files;

/// <summary>What was found out of a file by reading it.</summary>
internal sealed record HashedFile(long Size, long Modified, MediaType Media, AudioInfo Audio, byte[] Token, Sha256Hash Sha256, Sha256Hash Root);
