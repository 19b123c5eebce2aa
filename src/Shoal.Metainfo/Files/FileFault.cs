namespace Shoal.Metainfo.Files;

/// <summary>What went wrong with a file, once for each file.</summary>
/// <param name="Kind">The class of failure.</param>
/// <param name="Path">The file on the disk.</param>
/// <param name="Cause">What the operating system said, if it said something.</param>
internal sealed record FileFault(FileFaultKind Kind, string Path, Exception? Cause);
