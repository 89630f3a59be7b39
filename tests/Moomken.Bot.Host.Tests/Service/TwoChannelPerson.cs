using System.Text.RegularExpressions;
using Moomken.Bot.Fakes.Telegram;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>Somebody with Telegram and a phone, who reads each answer before writing on. Whatever comes unasked is found at the end.</summary>
internal sealed partial class TwoChannelPerson(LinkedNodes nodes, long chat, string phone)
{
    private int readHere;
    private int readThere;

    public long Chat => chat;

    public string Phone => phone;

    /// <summary>What was last said by Telegram, to be said once more.</summary>
    public SentUpdate? LastUpdate { get; private set; }

    /// <summary>The same of the phone.</summary>
    public IReadOnlyDictionary<string, string>? LastSms { get; private set; }

    public async Task<string> Telegram(string text)
    {
        LastUpdate = nodes.Nodes.Fake.Says(chat, text);
        await LastUpdate.Acknowledged.WaitAsync(ServiceProcess.Patience);
        return await HearTelegram();
    }

    public async Task<string> HearTelegram()
    {
        var message = await nodes.Nodes.Fake.NextMessageTo(chat);
        readHere++;
        return message.Text ?? "";
    }

    public async Task<string> Sms(string text)
    {
        LastSms = nodes.Twilio.Inbound(phone, nodes.Twilio.SmsNumber, ("Body", text), ("NumMedia", "0"), ("NumSegments", "1"));
        Assert.Equal(200, await nodes.Twilio.Post(LastSms));
        return await HearSms();
    }

    public async Task<string> HearSms()
    {
        readThere++;
        return (await nodes.Twilio.NextMessageTo(phone)).Body;
    }

    /// <summary>First contact by Telegram: Arabic, and everything agreed to.</summary>
    public async Task Agree()
    {
        await Telegram("/start");
        await Telegram("1");
        await Telegram("1");
    }

    /// <summary>By Telegram, up to the question where it happened.</summary>
    public async Task BeginReport()
    {
        foreach (var answer in (string[])["بلاغ", "1", "1", "1"])
        {
            await Telegram(answer);
        }
    }

    /// <summary>The phone becomes theirs, with a code that Telegram shows.</summary>
    public async Task Link()
    {
        var code = CodeIn(await Telegram("ربط"));
        await Sms($"ربط {code}");
        await Sms("1");
        Assert.Contains("كُتب رمز الربط", await HearTelegram(), StringComparison.Ordinal);
        await Telegram("ربط نعم");
        Assert.Contains("تم الربط مع تيليغرام", await HearSms(), StringComparison.Ordinal);
    }

    /// <summary>Everything that was sent was waited for by somebody.</summary>
    public void HeardNothingElse()
    {
        Assert.Equal(readHere, nodes.Nodes.Fake.MessagesTo(chat).Count);
        Assert.Equal(readThere, nodes.Twilio.MessagesTo(phone).Count);
    }

    public static string CodeIn(string text) => Code().Match(text) is { Success: true } found ? found.Value : throw new InvalidOperationException($"No code in: {text}");

    [GeneratedRegex("(?<![0-9A-Z-])[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?![0-9A-Z-])")]
    private static partial Regex Code();
}
