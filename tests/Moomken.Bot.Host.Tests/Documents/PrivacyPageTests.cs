using System.Reflection;
using System.Text.RegularExpressions;
using Moomken.Bot.Storage;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Documents;

/// <summary>What is kept about people is written down: a new kind of document, or a proof that is gone, shows here.</summary>
public sealed partial class PrivacyPageTests
{
    [Theory]
    [InlineData("docs/privacy.md")]
    [InlineData("docs/architecture.md")]
    public void Every_kind_of_stored_document_is_on_the_page(string page)
    {
        var text = Repository.Read(page);
        var kinds = Kinds().ToList();
        Assert.Contains("incidents", kinds);
        Assert.DoesNotContain(kinds, kind => !text.Contains($"`{kind}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_test_that_the_page_names_is_there()
    {
        var tests = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Contract.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText));
        var named = TestNames().Matches(Repository.Read("docs/privacy.md")).Select(match => match.Groups["name"].Value).ToList();
        Assert.True(named.Count >= 10, $"The table of threats names {named.Count} tests.");
        Assert.DoesNotContain(named, name => !tests.Contains(name.EndsWith("Tests", StringComparison.Ordinal) ? $"class {name}" : $" {name}(", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Kinds() =>
        from assembly in new[] { typeof(DocumentKind<>).Assembly, typeof(BotRegistration).Assembly }
        from type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters)
        from field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
        where field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(DocumentKind<>)
        select (string)field.FieldType.GetProperty(nameof(DocumentKind<object>.Name))!.GetValue(field.GetValue(null))!;

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]*(_[A-Za-z0-9]+)+|[A-Z][A-Za-z]+Tests)`")]
    private static partial Regex TestNames();
}
