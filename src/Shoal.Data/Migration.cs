namespace Shoal.Data;

/// <summary>One step of a schema.</summary>
/// <param name="Number">1 for the first; the next has the next number.</param>
/// <param name="Name">What it does, for people.</param>
/// <param name="Sql">Statements, run as one.</param>
public sealed record Migration(int Number, string Name, string Sql);
