using Shoal.Catalog;
using Shoal.Metainfo;

namespace Shoal.Napster.Client.Files;

/// <summary>What was found out of a file by reading it.</summary>
internal sealed record HashedFile(long Size, long Modified, MediaType Media, byte[] Token, Sha256Hash Sha256, Sha256Hash Root);
