using Moomken.Bot.Dialogs.Diagrams;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

/// <summary>The pages of <c>docs/dialogs/</c> are what the machines are. UPDATE_DOCS=1 writes them instead of comparing.</summary>
public class DialogPageTests
{
    public static TheoryData<string> Names => [.. Shipped.Library.Dialogs.Keys.Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_of_a_dialog_is_what_its_machine_is(string name)
    {
        var source = RepositoryFiles.Dialogs.Single(file => file.Path == Shipped.Library.Dialogs[name].Definition.File);
        var path = Path.Combine(RepositoryFiles.Root, "docs", "dialogs", $"{name}.md");

        var page = DialogPage.Markdown(Shipped.Library, source, name);

        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, page);
        }

        Assert.Equal(File.ReadAllText(path), page);
    }

    [Fact]
    public void No_page_is_left_of_a_dialog_that_is_gone() => Assert.Equal(
        Shipped.Library.Dialogs.Keys.Order(),
        Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "docs", "dialogs"), "*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order());
}
