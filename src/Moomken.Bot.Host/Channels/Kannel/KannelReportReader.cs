using System.Globalization;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>
/// Reads what Kannel says later of a message. The status is a set of bits: 1 on the phone, 2 not delivered, 4 waiting at the
/// operator, 8 taken by the operator, 16 refused; 32 comes with another. Reports come in any order.
/// </summary>
public sealed class KannelReportReader(KannelLines lines, KannelTicket tickets)
{
    private const int Delivered = 1;
    private const int Failed = 2;
    private const int Buffered = 4;
    private const int Accepted = 8;
    private const int Refused = 16;
    private const int Expired = 32;

    /// <summary>Null when it is none of our addresses: forged, or cut.</summary>
    public ChannelAddress? Open(IQueryCollection query)
    {
        var line = query.TryGetValue("l", out var name) ? lines.Named(name.ToString()) : lines.All[0];
        return line is not null && tickets.Open(query["mid"].ToString(), line, query["t"].ToString()) is { } user ? line.Person(user) : null;
    }

    /// <summary>Null when it says nothing that we know.</summary>
    public DeliveryReport? Read(IQueryCollection query, ChannelAddress to)
    {
        var status = int.TryParse(query["status"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? bits : 0;
        var answer = query["answer"].ToString();
        (DeliveryState State, SendResult? Fault)? said = status switch
        {
            _ when (status & Delivered) != 0 => (DeliveryState.Delivered, null),
            _ when (status & Refused) != 0 => (DeliveryState.Failed, WhyRefused(answer)),
            _ when (status & Failed) != 0 => (DeliveryState.Failed, new SendResult.Failed((status & Expired) != 0 ? "expired" : "undelivered", Retryable: false)),
            _ when (status & (Accepted | Buffered)) != 0 => (DeliveryState.Sent, null),
            _ => null,
        };
        var foreign = query["fid"].ToString();
        return said is { } known
            ? new DeliveryReport(to, query["mid"].ToString(), known.State, foreign.Length == 0 ? null : foreign, known.Fault)
            : null;
    }

    /// <summary>What Kannel could try again, it has tried already; only where it gave up for want of time may we begin anew.</summary>
    private static SendResult WhyRefused(string answer) => answer switch
    {
        _ when Says(answer, "0x0000000b") => new SendResult.RecipientGone("invalid_number"),
        _ when Says(answer, "Retries Exceeded") => new SendResult.Failed("retries_exceeded", Retryable: true),
        _ when Says(answer, "validity expired") => new SendResult.Failed("expired", Retryable: false),
        _ when Says(answer, "white-list") || Says(answer, "black-list") => new SendResult.Failed("number_denied", Retryable: false),
        _ when Says(answer, "MALFORMED") => new SendResult.Failed("malformed", Retryable: false),
        _ => new SendResult.Failed("rejected", Retryable: false),
    };

    private static bool Says(string answer, string part) => answer.Contains(part, StringComparison.OrdinalIgnoreCase);
}
