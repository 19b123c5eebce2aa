namespace Shoal.Storage.Files.Calls;

/// <summary>The outcome of a call to the file system.</summary>
/// <param name="Kind">None when it was done.</param>
/// <param name="Detail">The system's own words, for errors of the kind Device.</param>
internal readonly record struct Fault(FaultKind Kind, string? Detail = null)
{
    public static readonly Fault None;

    public bool IsNone => Kind == FaultKind.None;
}
