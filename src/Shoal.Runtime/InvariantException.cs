namespace Shoal.Runtime;

/// <summary>A programmer's error was found in our own state.</summary>
public sealed class InvariantException(string? what) : Exception("broken invariant: " + what);
