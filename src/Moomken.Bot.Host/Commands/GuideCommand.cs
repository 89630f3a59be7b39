using System.CommandLine;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.OneLine;
using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>guide</c>: the page that an observer carries, made from the form that the program reads.</summary>
internal static class GuideCommand
{
    public static Command Create(Func<IConfiguration> configuration)
    {
        var form = new Option<string>("--form") { Description = "The form: the name of its file in content/forms.", DefaultValueFactory = _ => "incident" };
        var language = new Option<string>("--language") { Description = "ar or en.", DefaultValueFactory = _ => "ar" };
        language.AcceptOnlyFromAmong("ar", "en");
        var command = new Command("guide", "Prints how a one-line report is written, as one page of HTML to print: guide --language ar > guide.html.") { form, language };
        command.SetAction(parsed => Run(
            configuration(), parsed.GetValue(form)!, Tongues.Parse(parsed.GetValue(language))!.Value, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(IConfiguration configuration, string name, Tongue tongue, TextWriter output, TextWriter error)
    {
        var content = BotContent.Read(MoomkenOptions.Read(configuration));
        if (content.Faults.Count > 0)
        {
            error.WriteLine($"The content has {content.Faults.Count} fault(s); 'check' lists them. A guide made from it could be wrong.");
            return 1;
        }

        if (!content.Library.Forms.TryGetValue(name, out var form))
        {
            error.WriteLine($"There is no form '{name}'. Known: {string.Join(", ", content.Library.Forms.Keys.Order(StringComparer.Ordinal))}.");
            return 1;
        }

        var context = new DialogContext { Tongue = tongue, Channel = ChannelProfile.Web, Now = DateTimeOffset.UnixEpoch };
        output.Write(new FieldGuide(content.Library, form, context).Html());
        return 0;
    }
}
