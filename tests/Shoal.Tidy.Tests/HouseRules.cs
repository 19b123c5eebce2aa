using Shoal.Tidy.Tests.Rules;

namespace Shoal.Tidy.Tests;

/// <summary>The rules on the repository as it is. That each can fail is shown in <see cref="BrokenRules"/>.</summary>
public sealed class HouseRules
{
    [Fact]
    public void Git_lists_this_very_file() => Assert.Contains("tests/Shoal.Tidy.Tests/HouseRules.cs", Repository.Paths);

    [Fact]
    public void No_source_file_is_longer_than_400_lines() => Broken.Nowhere(Repository.Files.SelectMany(Sizes.TooLong));

    [Fact]
    public void The_median_file_of_src_is_under_80_lines() => Broken.Nowhere(Sizes.MedianTooHigh(Repository.Files));

    [Fact]
    public void A_file_of_src_holds_one_type_in_the_namespace_of_its_folder() => Broken.Nowhere(Repository.Files.SelectMany(Types.Check));

    [Fact]
    public void A_project_references_only_projects_above_it() => Broken.Nowhere(Repository.Files.SelectMany(References.Direction));

    [Fact]
    public void Every_project_is_in_the_solution_and_has_tests() => Broken.Nowhere(References.Unlisted(Repository.Files));

    [Fact]
    public void No_banned_word_is_used()
    {
        var words = BannedWords.Load(File(BannedWords.ListPath));
        Broken.Nowhere(Repository.Files.SelectMany(file => BannedWords.Check(file, words)));
    }

    [Fact]
    public void Every_suppression_is_approved_with_its_reason() => Broken.Nowhere(Suppressions.Check(Repository.Files, File(Suppressions.ListPath)));

    [Fact]
    public void No_file_names_a_folder_of_one_machine_or_a_private_package_host() => Broken.Nowhere(Repository.Files.SelectMany(MachinePaths.Check));

    [Fact]
    public void The_banned_list_is_lifted_in_the_adapter_folders_alone() => Broken.Nowhere(AdapterFolders.Check(File(".editorconfig"), Repository.Paths));

    [Fact]
    public void Every_link_in_a_document_resolves() =>
        Broken.Nowhere(Repository.Files.SelectMany(file => Links.Check(file, Repository.Paths, path => Repository.Files.FirstOrDefault(other => other.Path == path)?.Text)));

    [Fact]
    public void Every_command_line_in_a_document_uses_a_verb_that_exists() => Broken.Nowhere(Repository.Files.SelectMany(file => Verbs.Check(file, Repository.Paths)));

    [Fact]
    public void Every_test_that_a_document_names_exists() => Broken.Nowhere(Repository.Files.SelectMany(file => NamedTests.Check(file, Repository.Files)));

    private static SourceFile File(string path) => Repository.Files.Single(file => file.Path == path);
}
