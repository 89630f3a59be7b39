using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Configuration;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.OneLine;
using Moomken.Bot.Host.Commands;
using Moomken.Bot.Host.Tests.Conversations;
using Moomken.Bot.Incidents;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Commands;

/// <summary>The printed guide: every tag and code of the form, and no example that the program would refuse.</summary>
public sealed class GuideCommandTests
{
    [Theory]
    [InlineData("ar", Tongue.Arabic)]
    [InlineData("en", Tongue.English)]
    public void The_guide_has_every_tag_every_code_and_every_reply(string language, Tongue tongue)
    {
        var (exit, page, error) = Run("--language", language);

        Assert.Equal((0, ""), (exit, error));
        var library = PlayedWorld.Content.Library;
        var text = WebUtility.HtmlDecode(page);
        Assert.All(library.Forms["incident"].Fields.SelectMany(field => field.Words.Prepend(field.Tag)), tag => Assert.Contains($"<code>{tag}</code>", text, StringComparison.Ordinal));
        Assert.All(PlayedWorld.Content.Catalogue.Subtypes, subtype => Assert.Contains($"<bdi>{subtype.Id}</bdi> {subtype.Label.Button(tongue)}", text, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<ReplyCode>(), code => Assert.Contains($"R{(int)code}", text, StringComparison.Ordinal));
        Assert.DoesNotContain("oneline.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Tongue.Arabic)]
    [InlineData(Tongue.English)]
    public void Its_example_is_read_without_a_fault(Tongue tongue)
    {
        var library = PlayedWorld.Content.Library;
        var form = library.Forms["incident"];
        var context = new DialogContext { Tongue = tongue, Channel = ChannelProfile.Sms, Now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero) };
        var line = new OneLineSplitter([form], CaseCode.Read).Split(OneLineExample.Of(library, form, context))!;

        var reading = new OneLineReader(library).Read(line, context, new Dictionary<string, Answer>());

        Assert.False(reading.HasFaults);
        Assert.Equal(["category", "details", "place", "when"], reading.Given.Keys);
    }

    [Fact]
    public void A_form_that_is_not_there_is_named_with_those_that_are()
    {
        var (exit, page, error) = Run("--form", "nonsense");

        Assert.Equal((1, ""), (exit, page));
        Assert.Contains("incident", error, StringComparison.Ordinal);
    }

    private static (int Exit, string Page, string Error) Run(params string[] arguments)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Moomken:ContentDirectory"] = Path.Combine(Repository.Root, "content"),
            ["Moomken:DialogsDirectory"] = Path.Combine(Repository.Root, "dialogs"),
        };
        var (output, error) = (new StringWriter(), new StringWriter());
        var command = GuideCommand.Create(() => new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var exit = command.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString(), error.ToString());
    }
}
