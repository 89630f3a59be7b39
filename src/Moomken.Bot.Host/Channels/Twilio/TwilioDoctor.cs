using System.Collections.Frozen;
using System.Text.Json;
using Moomken.Bot.Host.Doctor;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>Asks Twilio whether it knows us, our senders and our templates. Sends nothing to anybody.</summary>
internal sealed class TwilioDoctor(TwilioApi api, TwilioOptions options, ChannelCounters counters, TimeProvider time)
{
    private const string Part = "twilio";

    /// <summary>What WhatsApp may say of a template; another word is not repeated.</summary>
    private static readonly FrozenSet<string> Verdicts = new[] { "unsubmitted", "received", "pending", "rejected", "paused", "disabled" }.ToFrozenSet(StringComparer.Ordinal);

    public async Task<IReadOnlyList<DoctorLine>> LookAsync(CancellationToken cancellation)
    {
        var account = await AccountAsync(cancellation);
        if (account.State == DoctorState.Fail)
        {
            return [account, Address(), .. Heard()];
        }

        var lines = new List<DoctorLine> { account, Address() };
        if (options.SmsFrom is { } sms)
        {
            lines.Add(await SmsSenderAsync(sms, cancellation));
        }

        foreach (var template in options.Templates)
        {
            lines.Add(await TemplateAsync(template, cancellation));
        }

        return [.. lines, .. Missing(), .. Heard()];
    }

    private async Task<DoctorLine> AccountAsync(CancellationToken cancellation)
    {
        var answer = await api.Get(new Uri(api.Account.AbsoluteUri.TrimEnd('/') + ".json"), cancellation);
        return answer switch
        {
            { IsSuccess: true } when answer.Text("status") == "active" => DoctorLine.Well(Part, "knows us, and the account is active."),
            { IsSuccess: true } when answer.Text("status") is "suspended" or "closed" => DoctorLine.Fail(Part, $"the account is {answer.Text("status")}: nothing is sent. Look at Billing in the Twilio console."),
            { IsSuccess: true } => DoctorLine.Fail(Part, $"what answers at {options.Api.Authority} is not Twilio. Correct Twilio__ApiBaseUrl, or leave it out."),
            { Status: 401 or 403 or 404 } => DoctorLine.Fail(Part, "refuses Twilio__AccountSid and Twilio__AuthToken. Copy both again from the first page of the Twilio console, and restart."),
            { Fault: { } fault } => DoctorLine.Fail(Part, $"{options.Api.Authority} does not answer ({fault}). Is the internet up here? Messages wait until it is."),
            _ => DoctorLine.Warn(Part, $"answers with an error just now (HTTP {answer.Status}). Look at status.twilio.com."),
        };
    }

    /// <summary>Settings that are right as such were checked at start; this shows the operator what to compare at Twilio.</summary>
    private DoctorLine Address() => new Uri(options.PublicBaseUrl!).Scheme == Uri.UriSchemeHttps
        ? DoctorLine.Well(Part, $"must post to {options.MessageUrl}")
        : DoctorLine.Warn(Part, $"would post in the clear to {options.MessageUrl}. Set Moomken__PublicBaseUrl to an https address.");

    private async Task<DoctorLine> SmsSenderAsync(string sender, CancellationToken cancellation)
    {
        if (TwilioLine.IsMessagingService(sender))
        {
            return DoctorLine.Well(Part, "SMS leave through a messaging service; its numbers and webhook are not looked at.");
        }

        if (!TwilioLine.IsPhone(sender))
        {
            return DoctorLine.Well(Part, "SMS leave under a name, one way: nobody can answer.");
        }

        var answer = await api.Get(new Uri(api.Account, $"IncomingPhoneNumbers.json?PhoneNumber={Uri.EscapeDataString(sender)}"), cancellation);
        return answer.IsSuccess ? Judge(sender, FirstOf(answer)) : DoctorLine.Warn(Part, "the SMS number could not be looked at.");
    }

    private DoctorLine Judge(string sender, JsonElement? number)
    {
        if (number is not { } ours)
        {
            return DoctorLine.Fail(Part, $"{sender} is no number of this account. Correct Twilio__SmsFrom.");
        }

        var hook = ours.TryGetProperty("sms_url", out var url) && url.ValueKind == JsonValueKind.String ? url.GetString()! : "";
        return hook.Split('#')[0] == options.MessageUrl.AbsoluteUri
            ? DoctorLine.Well(Part, $"{sender} is ours, and posts to us.")
            : DoctorLine.Warn(Part, $"{sender} is ours, and posts to another address. Set its webhook for messages to {options.MessageUrl}");
    }

    private static JsonElement? FirstOf(TwilioAnswer answer) =>
        answer.Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("incoming_phone_numbers", out var numbers)
        && numbers.ValueKind == JsonValueKind.Array && numbers.GetArrayLength() > 0 && numbers[0].ValueKind == JsonValueKind.Object
            ? numbers[0]
            : null;

    private async Task<DoctorLine> TemplateAsync(TwilioTemplate template, CancellationToken cancellation)
    {
        var answer = await api.Get(new Uri($"{api.Content.AbsoluteUri}/{template.ContentSid}/ApprovalRequests"), cancellation);
        if (answer.Status == 404)
        {
            return DoctorLine.Fail(Part, $"has no template {template.SettingName}. Copy its ContentSid from the Content Template Builder.");
        }

        if (!answer.IsSuccess || answer.Body is not { } body || !body.TryGetProperty("whatsapp", out var whatsApp)
            || whatsApp.ValueKind != JsonValueKind.Object || !whatsApp.TryGetProperty("status", out var status) || status.ValueKind != JsonValueKind.String)
        {
            return DoctorLine.Warn(Part, $"{template.SettingName} could not be looked at.");
        }

        var verdict = status.GetString()!;
        return verdict == "approved"
            ? DoctorLine.Well(Part, $"{template.SettingName} is approved.")
            : DoctorLine.Fail(Part, $"{template.SettingName} is {(Verdicts.Contains(verdict) ? verdict : "not approved")}: messages that need it do not leave. Look at the Content Template Builder.");
    }

    private IEnumerable<DoctorLine> Missing() => options.WhatsAppFrom is not null && options.Templates.All(template => template.Lane != Messages.Lane.Safety)
        ? [DoctorLine.Warn(Part, "no template for alerts: a coordinator who has not written on WhatsApp for 24 hours is not told. Set Twilio__Templates__alert__ar.")]
        : [];

    private IEnumerable<DoctorLine> Heard() =>
        TwilioLine.Of(options).Where(line => line.IsWhatsApp || TwilioLine.IsPhone(line.Account) || TwilioLine.IsMessagingService(line.Account))
            .Select(line => WebhookAge.Line(Part, line.Name, counters, time.GetUtcNow(), "Monitor, Logs, Errors in the Twilio console"));
}
