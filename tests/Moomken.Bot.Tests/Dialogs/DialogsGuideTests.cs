using System.Text.RegularExpressions;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

/// <summary><c>docs/dialogs.md</c> names every key, and its examples are what the files say.</summary>
public partial class DialogsGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "dialogs.md"));

    [Theory]
    [InlineData("dialogs/incident.yaml", "dialog: incident")]
    [InlineData("dialogs/incident.yaml", "  commands: [report]")]
    [InlineData("dialogs/incident.yaml", "expire: {")]
    [InlineData("dialogs/incident.yaml", "    ask: incident.safe")]
    [InlineData("dialogs/incident.yaml", "    choices: {")]
    [InlineData("dialogs/incident.yaml", "      - { is: [discard],")]
    [InlineData("dialogs/incident.yaml", "      - { after: 30m,")]
    [InlineData("dialogs/incident.yaml", "  lost: report")]
    [InlineData("dialogs/everywhere.yaml", "    commands: [back]")]
    [InlineData("content/forms/incident.yaml", "form: incident")]
    [InlineData("content/forms/incident.yaml", "    tag: C")]
    public void Every_key_that_is_read_is_in_the_guide(string file, string at)
    {
        var unknown = at.EndsWith('{') || at.Contains("- {", StringComparison.Ordinal)
            ? at.Replace("{", "{ nonsense: x,", StringComparison.Ordinal)
            : $"{at[..^at.TrimStart().Length]}nonsense: x\n{at}";

        var fault = Changed.Read((file, at, unknown)).Faults.First(fault => fault.Message.Contains("'nonsense' is not known", StringComparison.Ordinal));

        var known = fault.Message.Split("Known here: ")[1].TrimEnd('.').Split(", ");
        Assert.Equal([], known.Where(key => !Guide.Contains($"`{key}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_example_is_in_the_file_that_it_names()
    {
        var files = new[] { RepositoryFiles.Dialogs, RepositoryFiles.Forms, RepositoryFiles.Texts }.SelectMany(list => list).ToDictionary(file => file.Path);
        var examples = Example().Matches(Guide);

        Assert.True(examples.Count >= 8);
        foreach (Match example in examples)
        {
            var lines = files[example.Groups[1].Value].Text.Split('\n').Select(line => line.TrimEnd()).ToHashSet();
            Assert.Equal([], example.Groups[2].Value.TrimEnd('\n').Split('\n').Where(line => !lines.Contains(line)));
        }
    }

    [GeneratedRegex("```yaml (\\S+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
