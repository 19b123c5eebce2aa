using Shoal.Metainfo;
using Shoal.Net.Rates;

namespace Shoal.Napster.Client.Data;

/// <summary>A file that is wanted.</summary>
/// <param name="Nick">Who has it.</param>
/// <param name="Path">What it is called there.</param>
/// <param name="Size">What the server says; old ones say it modulo 2^32.</param>
/// <param name="Sha256">What it must be, where somebody trusted told it.</param>
/// <param name="Folder">Where it shall lie.</param>
/// <param name="Name">What it shall be called; made safe, and numbered where it is taken.</param>
/// <param name="Rate">The limit of this download alone.</param>
internal sealed record DownloadOrder(string Nick, byte[] Path, long? Size, Sha256Hash? Sha256, string Folder, string Name, TokenBucket Rate);
