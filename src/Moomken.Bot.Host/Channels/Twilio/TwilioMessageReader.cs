using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>
/// Reads a posted message. Fields that are not named here are skipped unread: Twilio adds new ones without notice. The
/// name that a person shows in WhatsApp (ProfileName) is not read: nobody agreed to give it to us.
/// </summary>
public sealed class TwilioMessageReader(IReadOnlyList<TwilioLine> lines, string accountSid, TimeProvider time)
{
    /// <summary>Reason of what our own sender sent.</summary>
    public const string Ourselves = "ourselves";

    /// <summary>Reason of what a name or a short code sent.</summary>
    public const string NoPhone = "sender_is_no_phone";

    public TwilioVerdict Read(TwilioForm form)
    {
        var to = form["To"];
        var channel = TwilioLine.NameOf(to);
        if (form["MessageSid"] is not { Length: <= 64 } id || form["From"] is not { } from || to is null)
        {
            return new TwilioVerdict.NotUnderstood(channel, "no_message");
        }

        if (form["AccountSid"] is { } account && account != accountSid)
        {
            return new TwilioVerdict.NotUnderstood(channel, "other_account");
        }

        if (lines.FirstOrDefault(line => IsTo(line, to, form["MessagingServiceSid"])) is not { } line)
        {
            return new TwilioVerdict.NotUnderstood(channel, "not_our_sender");
        }

        // A name (an operator's advertisement) or a short code is no person's phone, and cannot be answered.
        return line.UserOf(from) is { } user
            ? Judge(form, new InboundMessage { From = line.Person(user), MessageId = id, At = time.GetUtcNow() }, line)
            : new TwilioVerdict.NotUnderstood(line.Name, NoPhone);
    }

    private static bool IsTo(TwilioLine line, string to, string? service) =>
        TwilioLine.IsMessagingService(line.Account)
            ? service == line.Account && !to.StartsWith(TwilioLine.WhatsAppPrefix, StringComparison.Ordinal)
            : to == line.AddressOf(line.Account);

    private static TwilioVerdict Judge(TwilioForm form, InboundMessage start, TwilioLine line)
    {
        if (start.From.User == line.Account)
        {
            return new TwilioVerdict.Ignored(line.Name, Ourselves); // two services that answer each other never end
        }

        switch (form["OptOutType"]?.ToUpperInvariant())
        {
            case "STOP":
                // Twilio has stopped us and said so to the person; whatever we sent now would be refused.
                return new TwilioVerdict.Understood(start with { Kind = InboundKind.Blocked });
            case "START":
                return new TwilioVerdict.Understood(start with { Kind = InboundKind.OptedIn });
            case "HELP":
                return new TwilioVerdict.Ignored(line.Name, "help_answered_by_twilio");
        }

        return TwilioContent.Of(form) is { } content
            ? new TwilioVerdict.Understood(content.Into(start) with { Refers = form["OriginalRepliedMessageSid"] })
            : new TwilioVerdict.Ignored(line.Name, "reaction");
    }
}
