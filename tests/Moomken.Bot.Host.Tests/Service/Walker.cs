using Moomken.Bot.Fakes.Telegram;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>
/// A person who sends one report after the other, choosing at random among the buttons shown. Every text is unlike any
/// other, so that it can be found again. A message that comes twice is not answered twice.
/// </summary>
internal sealed class Walker(FakeBotApi fake, long chat, int seed)
{
    private readonly Random random = new(seed);
    private readonly List<string> texts = [];
    private string? last;
    private int inReport;

    public long Chat => chat;

    /// <summary>Updates that the service has answered 2xx.</summary>
    public int Taken { get; private set; }

    /// <summary>Reports sent: their last button was taken.</summary>
    public int Reports { get; private set; }

    /// <summary>What the reports tell.</summary>
    public IReadOnlyList<string> Texts => texts;

    /// <summary>What tells one message from another: the words, and the number of its question in the buttons.</summary>
    public static string Print(BotMessage message) => message.Text + "\n" + string.Join('\n', message.Buttons.Select(button => button.Payload));

    /// <summary>Begins, and goes on until a report is finished after <paramref name="goOn"/> has said no.</summary>
    public async Task Walk(Func<bool> goOn)
    {
        await Say("/start");
        while (true)
        {
            var message = await Next();
            if (Choice(message, "/report") is not null && Choice(message, "safe") is null && !Asks(message) && !goOn())
            {
                return;
            }

            await Answer(message);
        }
    }

    /// <summary>Walks until the question what happened is open, and leaves it open.</summary>
    public async Task WalkToDetails()
    {
        await Say("/start");
        for (var message = await Next(); Choice(message, "done") is null; message = await Next())
        {
            await Answer(message);
        }
    }

    /// <summary>From the question what happened: that is all, and send it.</summary>
    public async Task Finish()
    {
        var open = fake.MessagesTo(chat)[^1];
        await Press(open, Choice(open, "done")!);
        var message = await Next();
        while (Choice(message, "send_anonymous") is null)
        {
            message = await Next();
        }

        await Answer(message);
        await Next();
    }

    /// <summary>The next message that is not the last one once more.</summary>
    public async Task<BotMessage> Next()
    {
        while (true)
        {
            var message = await fake.NextMessageTo(chat);
            if (Print(message) is var print && print != last)
            {
                last = print;
                return message;
            }
        }
    }

    public async Task Answer(BotMessage message)
    {
        if (Choice(message, "done") is { } done)
        {
            // One text a report: the answer to a second would read like the answer to the first.
            await (inReport > 0 ? Press(message, done) : Tell());
            return;
        }

        string[] first = ["arabic", "agree", "safe", "now"];
        var wanted = first.Select(name => Choice(message, name)).FirstOrDefault(choice => choice is not null)
            ?? AnyOf(message, "send", "send_contact", "send_anonymous")
            ?? AnyChoice(message)
            ?? Choice(message, "skip")
            ?? Choice(message, "/report")
            ?? throw new InvalidOperationException($"Chat {chat}: nothing to press under: {Print(message)}");
        var sends = wanted.Contains(":send", StringComparison.Ordinal);
        await Press(message, wanted);
        if (sends)
        {
            (inReport, Reports) = (0, Reports + 1);
        }
    }

    public async Task Press(BotMessage message, string payload)
    {
        await fake.UserPresses(message, message.Buttons.First(button => button.Payload == payload).Label);
        Taken++;
    }

    public async Task Say(string text)
    {
        await fake.UserSays(chat, text);
        Taken++;
    }

    /// <summary>The payload of the button with this id, whatever its question's number is.</summary>
    public static string? Choice(BotMessage message, string id) =>
        message.Buttons.Select(button => button.Payload!).FirstOrDefault(payload => payload == id || payload.EndsWith(":" + id, StringComparison.Ordinal));

    private async Task Tell()
    {
        inReport++;
        var text = $"واقعة «{chat}-{Reports}-{inReport}» في المركز";
        texts.Add(text);
        await Say(text);
    }

    private static bool Asks(BotMessage message) => message.Buttons.Any(button => button.Payload!.Contains(':', StringComparison.Ordinal));

    private string? AnyOf(BotMessage message, params string[] ids) => Pick([.. ids.Select(id => Choice(message, id)).OfType<string>()]);

    /// <summary>A kind or subtype of incident: their ids are written in capitals.</summary>
    private string? AnyChoice(BotMessage message) => Pick([.. message.Buttons
        .Select(button => button.Payload!)
        .Where(payload => payload.Split(':') is [_, { Length: >= 3 } id] && id.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '-'))]);

    private string? Pick(IReadOnlyList<string> payloads) => payloads.Count == 0 ? null : payloads[random.Next(payloads.Count)];
}
