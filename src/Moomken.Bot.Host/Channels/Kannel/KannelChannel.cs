using System.Collections.Concurrent;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>SMS through one operator's link, by way of Kannel. Thread-safe.</summary>
public sealed class KannelChannel(KannelLine line, SendSms sendSms, KannelReach reach, KannelOptions options, KannelTicket tickets, ChannelCounters counters, TimeProvider time) : IChannel
{
    /// <summary>Of the first operator's; a further one has the name of its link behind it.</summary>
    public const string ChannelName = "kannel";

    /// <summary>Long texts half sent, at most; beyond it one of them would start again from its first SMS.</summary>
    private const int MostHalfSent = 1024;

    private static readonly TimeSpan WhileAway = TimeSpan.FromSeconds(5);

    /// <summary>Operators take at most two or three days; ours say less anyway.</summary>
    private const int LongestValidity = 48 * 60;

    /// <summary>
    /// How many SMS of a text too long for one have already gone, by message id: when the rest is tried again, the person must
    /// not read, and the operator not bill, the beginning twice. Not kept over a restart.
    /// </summary>
    private readonly ConcurrentDictionary<string, int> halfSent = new();

    public string Name => line.Name;

    public string Account => line.From;

    public ChannelProfile Profile => ChannelProfile.Sms;

    /// <summary>Kannel gives no id and can be asked nothing, but it calls back when the operator has taken the message.</summary>
    public TimeSpan ReportsWithin { get; } = TimeSpan.FromSeconds(options.ReportWaitSeconds);

    public async Task<SendResult> SendAsync(SendAttempt attempt, CancellationToken cancellation)
    {
        var (to, message) = (attempt.To, attempt.Message);
        if (KannelNumbers.Read(to.User) is not { } phone)
        {
            return new SendResult.Failed("bad_address", Retryable: false);
        }

        var texts = KannelText.Of(message, options.MaxParts);
        if (texts.Length == 0)
        {
            return new SendResult.Failed("empty_text", Retryable: false);
        }

        if (!await reach.IsUp(cancellation))
        {
            return new SendResult.Throttled(WhileAway, WholeAccount: true);
        }

        for (var i = halfSent.GetValueOrDefault(message.Id); ; i++)
        {
            var last = i >= texts.Length - 1;
            var result = await Send(phone, texts[Math.Min(i, texts.Length - 1)], message, last, cancellation);
            if (last || result is not SendResult.Sent)
            {
                Remember(message.Id, i, done: result is SendResult.Sent or SendResult.Failed { Retryable: false });
                return result;
            }
        }
    }

    public Task<FetchResult> FetchAsync(InboundMedia media, long maxBytes, CancellationToken cancellation) =>
        Task.FromResult<FetchResult>(new FetchResult.Failed("sms_has_no_files", Retryable: false));

    /// <summary>Only the last SMS of a message asks for reports: one for an earlier part would pass for the whole.</summary>
    private async Task<SendResult> Send(string phone, string text, OutboundMessage message, bool last, CancellationToken cancellation)
    {
        var count = SmsSegments.Count(text);
        var gsm = count.Encoding == SmsEncoding.Gsm7;
        var valid = Math.Clamp((int)Math.Ceiling((message.ExpiresAt - time.GetUtcNow()).TotalMinutes), 1, LongestValidity);
        var sms = new OutgoingSms(line, phone, text, gsm, (int)Lane.Broadcast - (int)message.Lane, valid, last ? ReportUrl(message.Id, phone) : null);
        var answer = await sendSms.Post(sms, cancellation);
        reach.Note(answer);
        var result = KannelErrors.ResultOf(answer);
        if (result is SendResult.Sent)
        {
            counters.Parts(Name, gsm ? "gsm" : "ucs2", count.Segments);
        }

        return result;
    }

    /// <summary>Kannel replaces %d, %F and %A when it calls. Nothing else in the address may hold a percent sign.</summary>
    private string ReportUrl(string messageId, string phone) =>
        $"{options.CallbackBaseUrl}{KannelOptions.ReportPath}?mid={messageId}{(line.Name == ChannelName ? "" : $"&l={line.Name}")}&t={tickets.Make(messageId, line, phone)}&status=%d&fid=%F&answer=%A";

    private void Remember(string messageId, int sent, bool done)
    {
        if (!done && sent > 0 && halfSent.Count < MostHalfSent)
        {
            halfSent[messageId] = sent;
        }
        else
        {
            halfSent.TryRemove(messageId, out _);
        }
    }
}
