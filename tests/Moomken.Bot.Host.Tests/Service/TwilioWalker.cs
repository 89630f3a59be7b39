using Moomken.Bot.Fakes.Twilio;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>
/// A person on WhatsApp who sends one report after the other, choosing at random among the buttons and rows shown. Every
/// text is unlike any other. A message that comes twice is noted and not answered twice.
/// </summary>
internal sealed class TwilioWalker(FakeTwilio fake, string person, int seed)
{
    private readonly Random random = new(seed);
    private readonly List<string> texts = [];
    private string? last;
    private int inReport;

    public string Person => person;

    /// <summary>Posts that the service has answered 2xx.</summary>
    public int Taken { get; private set; }

    public int Reports { get; private set; }

    /// <summary>Messages that came a second time.</summary>
    public int Repeats { get; private set; }

    public IReadOnlyList<string> Texts => texts;

    /// <summary>Begins, and goes on until a report is finished after <paramref name="goOn"/> has said no.</summary>
    public async Task Walk(Func<bool> goOn)
    {
        await Take(fake.Says(person, "/start"));
        while (true)
        {
            var message = await Next();
            if (Has(message, "/report") && !message.Choices.Any(choice => choice.Id.Contains(':', StringComparison.Ordinal)) && !goOn())
            {
                return;
            }

            await Answer(message);
        }
    }

    private async Task<TwilioMessageSent> Next()
    {
        while (true)
        {
            var message = await fake.NextMessageTo(person);
            var print = message.Body + "\n" + string.Join('\n', message.Choices.Select(choice => choice.Id));
            if (print != last)
            {
                last = print;
                return message;
            }

            Repeats++;
        }
    }

    private async Task Answer(TwilioMessageSent message)
    {
        if (Has(message, "done") && inReport++ == 0)
        {
            texts.Add($"واقعة «{person}-{Reports}» في المركز");
            await Take(fake.Says(person, texts[^1]));
            return;
        }

        string[] first = ["arabic", "agree", "safe", "now", "done"];
        var wanted = first.FirstOrDefault(id => Has(message, id))
            ?? Any(message, "send", "send_contact", "send_anonymous")
            ?? AnyKind(message)
            ?? Any(message, "skip")
            ?? Any(message, "/report")
            ?? throw new InvalidOperationException($"{person}: nothing to press under: {message.Body}");
        await Take(fake.Presses(message, wanted));
        if (wanted.StartsWith("send", StringComparison.Ordinal))
        {
            (inReport, Reports) = (0, Reports + 1);
        }
    }

    private async Task Take(Task<int> posted)
    {
        var status = await posted;
        Taken += status == 200 ? 1 : throw new InvalidOperationException($"{person}: the service answered {status}.");
    }

    private static bool Has(TwilioMessageSent message, string id) => message.Choices.Any(choice => IdOf(choice) == id);

    private static string IdOf(TwilioChoice choice) => choice.Id[(choice.Id.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private string? Any(TwilioMessageSent message, params string[] ids) => Pick([.. message.Choices.Select(IdOf).Where(ids.Contains)]);

    /// <summary>A kind or subtype of incident: their ids are written in capitals.</summary>
    private string? AnyKind(TwilioMessageSent message) =>
        Pick([.. message.Choices.Select(IdOf).Where(id => id.Length >= 3 && id.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '-'))]);

    private string? Pick(IReadOnlyList<string> ids) => ids.Count == 0 ? null : ids[random.Next(ids.Count)];
}
