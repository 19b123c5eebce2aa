namespace Shoal.Cli.Shell;

/// <summary>A column of a <see cref="Table"/>.</summary>
/// <param name="Name">What stands above it.</param>
/// <param name="IsNumber">Its values stand at the right.</param>
/// <param name="IsCut">Where the terminal is too narrow, the beginnings of its values are left out. Of a table's columns one is so.</param>
internal sealed record TableColumn(string Name, bool IsNumber = false, bool IsCut = false);
