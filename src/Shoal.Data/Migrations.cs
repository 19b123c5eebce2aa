using System.Globalization;
using System.Reflection;
using System.Text;

namespace Shoal.Data;

/// <summary>
/// A schema as the steps that made it: resources "FOLDER/0001_name.sql", "FOLDER/0002_name.sql" and so on of an assembly. A step that was released is never changed; a change is
/// another step.
/// </summary>
public static class Migrations
{
    /// <summary>All steps of a folder, in their order.</summary>
    /// <exception cref="InvalidOperationException">A number is missing, is there twice or is none: a mistake of the programmer.</exception>
    public static IReadOnlyList<Migration> Of(Assembly assembly, string folder)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(folder);
        var steps = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var name = resource[(folder.Length + 1)..];
            var underscore = name.IndexOf('_', StringComparison.Ordinal);
            if (underscore < 0 || !int.TryParse(name[..underscore], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number != steps.Count + 1)
            {
                throw new InvalidOperationException($"{resource} is not migration {steps.Count + 1}");
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            steps.Add(new Migration(number, name[(underscore + 1)..^".sql".Length], reader.ReadToEnd()));
        }

        return steps.Count > 0 ? steps : throw new InvalidOperationException($"there are no migrations in {folder}");
    }
}
