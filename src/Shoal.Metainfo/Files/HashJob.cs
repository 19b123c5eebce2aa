using Shoal.Metainfo.Layout;

namespace Shoal.Metainfo.Files;

/// <summary>Which files to read, and which hashes to compute of their pieces.</summary>
/// <param name="Layout">Files and pieces.</param>
/// <param name="DiskPaths">Where each file is; null where it is padding.</param>
/// <param name="V1">SHA-1 of each piece.</param>
/// <param name="V2">The BEP 52 root of each piece.</param>
/// <param name="StopAtFault">True: the first file that cannot be read ends the pass. False: its pieces are left out.</param>
internal sealed record HashJob(FileLayout Layout, IReadOnlyList<string?> DiskPaths, bool V1, bool V2, bool StopAtFault);
