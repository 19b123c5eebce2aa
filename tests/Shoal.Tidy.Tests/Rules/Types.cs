using System.Text.RegularExpressions;

namespace Shoal.Tidy.Tests.Rules;

/// <summary>A file of src holds one top-level type and is named after it; its namespace is its folder.</summary>
internal static partial class Types
{
    public static IEnumerable<string> Check(SourceFile file)
    {
        if (!file.IsCSharp || !file.IsUnder("src"))
        {
            return [];
        }

        var parts = file.Path.Split('/');
        // Program.cs is top-level statements: it has neither a type nor a namespace.
        return parts[^1] == "Program.cs" ? [] : [.. OneType(file, parts[^1][..^3]), .. Namespace(file, string.Join('.', parts[1..^1]))];
    }

    private static IEnumerable<string> OneType(SourceFile file, string expected)
    {
        var names = TopLevelType().Matches(file.Text).Select(match => match.Groups["name"].Value).ToList();
        if (names.Count != 1)
        {
            yield return $"{file.Path} has {names.Count} top-level types ({string.Join(", ", names)}); a file holds one";
        }
        else if (names[0] != expected)
        {
            yield return $"{file.Path} holds {names[0]}; a file is named after its type";
        }
    }

    private static IEnumerable<string> Namespace(SourceFile file, string expected)
    {
        var actual = FileScopedNamespace().Match(file.Text).Groups["name"].Value;
        if (actual != expected)
        {
            yield return $"{file.Path} has the namespace '{actual}'; its folder says {expected}";
        }
    }

    // What stands at the start of a line is at the top level: namespaces are file-scoped.
    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|readonly|ref|partial|unsafe)\s+)*(?:record\s+struct|record\s+class|record|class|struct|interface|enum|delegate\s+[^(]+?)\s+(?<name>\w+)\s*(?:[<({:;]|where|$)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex FileScopedNamespace();
}
