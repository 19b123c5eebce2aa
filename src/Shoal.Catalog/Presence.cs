namespace Shoal.Catalog;

/// <summary>An owner who is there.</summary>
/// <param name="Speed">His line, in the protocol's classes from 0 (unknown) to 10.</param>
/// <param name="IsReachable">Others can connect to him.</param>
public readonly record struct Presence(byte Speed, bool IsReachable);
