namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>What smsbox said to one SMS.</summary>
/// <param name="Status">HTTP status; 0 without an answer.</param>
/// <param name="Body">Kannel's words, for recognising an outcome; never logged.</param>
/// <param name="FromKannel">False for an answer that something between us and Kannel gave.</param>
/// <param name="Left">Whether a byte of the text left this machine: then it may have been sent although nothing was answered.</param>
/// <param name="Fault">Without an answer: unreachable, timeout, cut or cancelled.</param>
public sealed record SendSmsAnswer(int Status, string Body, bool FromKannel, bool Left, string? Fault)
{
    internal static SendSmsAnswer Answered(int status, string body, bool fromKannel) => new(status, body.Trim(), fromKannel, Left: true, null);

    internal static SendSmsAnswer NotSent(Exception fault, CancellationToken cancellation) =>
        new(0, "", false, Left: false, CallFault.NotSent(fault, cancellation));

    internal static SendSmsAnswer NoAnswer(Exception fault) => new(0, "", false, Left: true, CallFault.NoAnswer(fault));
}
