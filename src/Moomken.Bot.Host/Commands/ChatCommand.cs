using System.Collections.Immutable;
using System.CommandLine;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Channels.Terminal;
using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Messages;
using Moomken.Bot.Rendering;
using Spectre.Console;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>chat</c>: the same conversations in a terminal, with any channel's limits; nothing of it is kept but the recording.</summary>
internal static class ChatCommand
{
    private const string User = "terminal";

    public static Command Create(Func<IConfiguration> configuration)
    {
        var channel = new Option<string>("--channel") { Description = "telegram, whatsapp, sms or web.", DefaultValueFactory = _ => "telegram" };
        channel.AcceptOnlyFromAmong([.. ChannelProfile.All.Select(profile => profile.Name)]);
        var language = new Option<string>("--language") { Description = "ar or en: greets in it and agrees for you. Without it you meet the first contact." };
        language.AcceptOnlyFromAmong("ar", "en");
        var record = new Option<string>("--record") { Description = "Writes the conversation to this file, as a test of conversations reads it." };
        var command = new Command("chat", "Talks with the service in this terminal.") { channel, language, record };
        command.SetAction(async (parsed, _) =>
        {
            var options = MoomkenOptions.Read(configuration());
            var content = BotContent.Read(options);
            if (content.Faults.Count > 0)
            {
                content.Faults.ToList().ForEach(fault => Console.Error.WriteLine(fault));
                return ServeCommand.WrongConfiguration;
            }

            var profile = ChannelProfile.Named(parsed.GetValue(channel)!)!;
            var time = new ShiftedTime(TimeProvider.System);
            await using var service = new PlayedService(options, content, profile, time, IdSource.System(time));
            var steps = await TalkAsync(service, profile, Tongues.Parse(parsed.GetValue(language)));
            if (parsed.GetValue(record) is { } file)
            {
                await File.WriteAllTextAsync(file, new Transcript("recorded", profile.Name, steps).Write(), CancellationToken.None);
                AnsiConsole.MarkupLineInterpolated($"[grey]Written to {file}. Give it a title and put it into tests/conversations.[/]");
            }

            return 0;
        });
        return command;
    }

    private static async Task<ImmutableArray<TranscriptStep>> TalkAsync(PlayedService service, ChannelProfile profile, Tongue? tongue)
    {
        var person = new PlayedConversation(service, User);
        var steps = ImmutableArray.CreateBuilder<TranscriptStep>();
        AnsiConsole.MarkupLineInterpolated($"[grey]{profile.Name}. {PlayedActs.Help} · :quit ends.[/]");
        foreach (var act in Opening(tongue).Concat(Typed()))
        {
            if (await person.ActAsync(act) is not { } sent)
            {
                AnsiConsole.MarkupLineInterpolated($"[red]Not understood. {PlayedActs.Help}[/]");
                continue;
            }

            sent.ToList().ForEach(item => Show(item.Message, profile));
            steps.Add(new TranscriptStep(act, [.. sent.Where(item => item.To.User == User).Select(item => ShownMessage.Of(item.Message, profile))], []));
        }

        return steps.ToImmutable();
    }

    private static IEnumerable<string> Opening(Tongue? tongue) => tongue switch
    {
        null => ["/start"],
        Tongue.Arabic => ["/start", ":press العربية", ":press 1"],
        _ => ["/start", ":press English", ":press 1"],
    };

    private static IEnumerable<string> Typed()
    {
        while (Console.ReadLine() is { } line && line.Trim() != ":quit")
        {
            yield return line;
        }
    }

    private static void Show(OutboundMessage message, ChannelProfile profile)
    {
        var shape = NumberedText.Render(message, profile);
        var panel = new Panel(Markup.Escape(ShownMessage.Of(message, profile))) { Border = BoxBorder.Rounded };
        AnsiConsole.Write(panel);
        var count = SmsSegments.Count(string.Concat(shape.Parts));
        var length = $"{shape.Parts.Sum(part => part.Length)} characters";
        AnsiConsole.MarkupLineInterpolated(profile.Segments ? $"[grey]{length}, {count.Segments} SMS segments ({count.Encoding})[/]" : (FormattableString)$"[grey]{length}[/]");
    }
}
