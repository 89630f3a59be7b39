using System.Globalization;
using System.Text.Json.Nodes;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>Writes the forms of the create call and makes it.</summary>
internal sealed class TwilioCalls(TwilioApi api, TwilioOptions options, TimeProvider time, TwilioNotices notices)
{
    /// <summary>UTF-16 units of a message inside an approved template, whose own words need room in the 1,024 as well.</summary>
    public const int LongestInTemplate = 800;

    /// <summary>Seconds that Twilio may keep a message in its queue, by its own limits.</summary>
    private const int ShortestValidity = 5;
    private const int LongestValidity = 36_000;

    public TwilioForm Text(SendAttempt attempt, TwilioLine line, string text, bool isLast) =>
        Start(attempt, line, isLast, ("Body", text));

    public TwilioForm Content(SendAttempt attempt, TwilioLine line, string contentSid, string variables) =>
        Start(attempt, line, true, ("ContentSid", contentSid), ("ContentVariables", variables));

    /// <summary>Null when the settings name no approved template for such a message. In another language rather than not at all.</summary>
    public TwilioForm? Template(SendAttempt attempt, TwilioLine line)
    {
        var message = attempt.Message;
        var template = options.Templates.Where(template => template.Lane == message.Lane).MinBy(template => template.Tongue == message.Tongue ? 0 : 1);
        return template is null ? null : Content(attempt, line, template.ContentSid, new JsonObject { ["1"] = TemplateText(message, line) }.ToJsonString());
    }

    /// <summary>The message with its choices, as it stands in an approved template.</summary>
    public static string TemplateText(OutboundMessage message, TwilioLine line) =>
        WhatsAppText.OneLine(string.Join('\n', TwilioShape.WrittenOut(message with { Text = WhatsAppText.Plain(message.Text) }, line).Parts), LongestInTemplate);

    public async Task<SendResult> Create(TwilioForm form, SendAttempt attempt, CancellationToken cancellation)
    {
        var answer = await api.CreateMessage(form, cancellation);
        var result = TwilioErrors.ResultOf(answer, attempt.Number);
        notices.Say(result, answer.Code, attempt.To.Channel);
        return result;
    }

    private TwilioForm Start(SendAttempt attempt, TwilioLine line, bool isLast, params (string Name, string Value)[] content)
    {
        var left = (int)Math.Clamp((attempt.Message.ExpiresAt - time.GetUtcNow()).TotalSeconds, ShortestValidity, LongestValidity);
        return TwilioForm.Of(
        [
            ("To", line.AddressOf(attempt.To.User)),
            (TwilioLine.IsMessagingService(line.Account) ? "MessagingServiceSid" : "From", line.AddressOf(line.Account)),
            .. content,
            ("StatusCallback", new TwilioCallback(attempt.Message.Id, isLast).Address(options.PublicBaseUrl!).ToString()),
            ("ValidityPeriod", left.ToString(CultureInfo.InvariantCulture)),
        ]);
    }
}
