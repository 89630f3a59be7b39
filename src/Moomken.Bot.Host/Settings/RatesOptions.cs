using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Outbox;

namespace Moomken.Bot.Host.Settings;

/// <summary>The settings of section <c>Rates</c>: how fast each account may send. Every property says its environment name, default and meaning.</summary>
public sealed record RatesOptions
{
    private const double Least = 0.01;
    private const double Most = 100_000;

    /// <summary><c>Rates__TelegramPerSecond</c>, default 30: what Telegram allows a bot.</summary>
    public double TelegramPerSecond { get; init; }

    /// <summary><c>Rates__TelegramPerPersonPerSecond</c>, default 1: what Telegram allows in one chat, after a burst of 3.</summary>
    public double TelegramPerPersonPerSecond { get; init; }

    /// <summary><c>Rates__WhatsAppPerSecond</c>, default 80: what Twilio gives a WhatsApp sender.</summary>
    public double WhatsAppPerSecond { get; init; }

    /// <summary><c>Rates__WhatsAppPerPersonPerSecond</c>, default 1.</summary>
    public double WhatsAppPerPersonPerSecond { get; init; }

    /// <summary><c>Rates__TwilioSmsPartsPerSecond</c>, default 1: a long number's; a short code has 100. SMS parts.</summary>
    public double TwilioSmsPartsPerSecond { get; init; }

    /// <summary><c>Rates__TwilioSmsPerPersonPerSecond</c>, default 0.5: messages, however many parts each has.</summary>
    public double TwilioSmsPerPersonPerSecond { get; init; }

    /// <summary><c>Rates__KannelPartsPerSecond</c>, default 10: what the operator's SMPP account allows. SMS parts.</summary>
    public double KannelPartsPerSecond { get; init; }

    /// <summary><c>Rates__KannelPerPersonPerSecond</c>, default 0.5: messages, however many parts each has.</summary>
    public double KannelPerPersonPerSecond { get; init; }

    /// <summary><c>Rates__BotFrameworkPerSecond</c>, default 50: the connector's limit for one bot.</summary>
    public double BotFrameworkPerSecond { get; init; }

    /// <summary><c>Rates__BotFrameworkPerPersonPerSecond</c>, default 1: Teams allows a chat about that much.</summary>
    public double BotFrameworkPerPersonPerSecond { get; init; }

    /// <summary>Settings that could not be read, one readable line each.</summary>
    public ImmutableArray<string> Unreadable { get; init; } = [];

    public static RatesOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Rates");
        var unreadable = ImmutableArray.CreateBuilder<string>();
        double Rate(string name, double usual) => Number(section, name, usual, unreadable);
        return new RatesOptions
        {
            TelegramPerSecond = Rate(nameof(TelegramPerSecond), 30),
            TelegramPerPersonPerSecond = Rate(nameof(TelegramPerPersonPerSecond), 1),
            WhatsAppPerSecond = Rate(nameof(WhatsAppPerSecond), 80),
            WhatsAppPerPersonPerSecond = Rate(nameof(WhatsAppPerPersonPerSecond), 1),
            TwilioSmsPartsPerSecond = Rate(nameof(TwilioSmsPartsPerSecond), 1),
            TwilioSmsPerPersonPerSecond = Rate(nameof(TwilioSmsPerPersonPerSecond), 0.5),
            KannelPartsPerSecond = Rate(nameof(KannelPartsPerSecond), 10),
            KannelPerPersonPerSecond = Rate(nameof(KannelPerPersonPerSecond), 0.5),
            BotFrameworkPerSecond = Rate(nameof(BotFrameworkPerSecond), 50),
            BotFrameworkPerPersonPerSecond = Rate(nameof(BotFrameworkPerPersonPerSecond), 1),
            Unreadable = unreadable.ToImmutable(),
        };
    }

    /// <summary>By channel name. The web chat has no rate: nobody counts there but ourselves.</summary>
    public RateTable Table() => new(new Dictionary<string, SendRates>
    {
        ["telegram"] = new(TelegramPerSecond, TelegramPerPersonPerSecond),
        ["whatsapp"] = new(WhatsAppPerSecond, WhatsAppPerPersonPerSecond),
        ["twilio-sms"] = new(TwilioSmsPartsPerSecond, TwilioSmsPerPersonPerSecond),
        ["kannel"] = new(KannelPartsPerSecond, KannelPerPersonPerSecond),
        ["botframework"] = new(BotFrameworkPerSecond, BotFrameworkPerPersonPerSecond),
    });

    private static double Number(IConfigurationSection section, string name, double usual, ImmutableArray<string>.Builder unreadable)
    {
        if (string.IsNullOrWhiteSpace(section[name]))
        {
            return usual;
        }

        var text = section[name]!.Trim();
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= Least and <= Most)
        {
            return number;
        }

        unreadable.Add($"Rates__{name} is \"{text}\". Use a number from 0.01 to 100000 with a point, in messages (or SMS parts) a second, or leave it out ({usual} then).");
        return usual;
    }
}
