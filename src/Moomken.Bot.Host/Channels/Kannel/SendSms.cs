using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>One SMS for smsbox. <c>Text</c> is at most as many parts as Kannel may send.</summary>
/// <param name="Line">From which of our numbers, by which link.</param>
/// <param name="To">One phone, E.164.</param>
/// <param name="Text">Plain.</param>
/// <param name="Gsm">True when every character is in the GSM alphabet; else it must go as UCS-2, or letters become question marks.</param>
/// <param name="Priority">0 to 3, 3 first.</param>
/// <param name="ValidMinutes">After this neither Kannel nor the operator delivers it.</param>
/// <param name="ReportUrl">What Kannel calls with reports; null for none.</param>
public sealed record OutgoingSms(KannelLine Line, string To, string Text, bool Gsm, int Priority, int ValidMinutes, string? ReportUrl);

/// <summary>
/// The connection to smsbox. Everything goes by POST: then neither the password nor the text nor the phone is part of an
/// address, which proxies and logs keep.
/// </summary>
public sealed class SendSms : IDisposable
{
    /// <summary>Every stage of a report, delivered, failed, waiting, taken, refused: without 2 and 16 a failure would look like silence.</summary>
    private const string AllReports = "31";

    /// <summary>Bytes. Kannel answers with a sentence.</summary>
    private const int LongestAnswer = 64 * 1024;

    private static readonly MediaTypeHeaderValue PlainText = new("text/plain", "UTF-8");
    private readonly HttpMessageHandler handler;
    private readonly HttpClient client;
    private readonly KannelOptions options;

    public SendSms(KannelOptions options)
        : this(options, NewHandler())
    {
    }

    /// <param name="options">Found right by <see cref="KannelOptions.Validate"/>.</param>
    /// <param name="handler">Owned from here on.</param>
    public SendSms(KannelOptions options, HttpMessageHandler handler)
    {
        this.options = options;
        this.handler = handler;
        client = new HttpClient(handler, disposeHandler: false)
        {
            Timeout = TimeSpan.FromSeconds(options.SendTimeoutSeconds),
            MaxResponseContentBufferSize = LongestAnswer,
        };
    }

    /// <summary>Never throws for what a server or a network can do; only for a cancellation before anything was sent.</summary>
    public async Task<SendSmsAnswer> Post(OutgoingSms sms, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.SendUrl);
        Address(request.Headers, sms);
        return await Post(request, sms.Text, cancellation);
    }

    /// <summary>A call without a receiver: shows whether name and password are right, and sends nothing.</summary>
    public async Task<SendSmsAnswer> Knock(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.SendUrl);
        SignIn(request.Headers);
        request.Headers.Add("X-Kannel-From", options.From);
        return await Post(request, "-", cancellation);
    }

    private async Task<SendSmsAnswer> Post(HttpRequestMessage request, string text, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var body = new WatchedContent(Encoding.UTF8.GetBytes(text), PlainText);
        request.Content = body;
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            var kannel = response.Headers.TryGetValues("Server", out var servers) && servers.Any(server => server.StartsWith("Kannel", StringComparison.OrdinalIgnoreCase));
            return SendSmsAnswer.Answered((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation), kannel);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            // Whether a byte of the message left us decides everything: only then may it be sent again without doubt.
            return body.Started ? SendSmsAnswer.NoAnswer(fault) : SendSmsAnswer.NotSent(fault, cancellation);
        }
    }

    public void Dispose()
    {
        client.Dispose();
        handler.Dispose();
    }

    private void SignIn(HttpRequestHeaders headers)
    {
        headers.Add("X-Kannel-Username", options.Username);
        headers.Add("X-Kannel-Password", options.Password);
    }

    private void Address(HttpRequestHeaders headers, OutgoingSms sms)
    {
        SignIn(headers);
        headers.Add("X-Kannel-From", sms.Line.From);
        headers.Add("X-Kannel-To", sms.To);
        headers.Add("X-Kannel-Coding", sms.Gsm ? "0" : "2");
        headers.Add("X-Kannel-Priority", Digits(sms.Priority));
        headers.Add("X-Kannel-Validity", Digits(sms.ValidMinutes));
        if (sms.ReportUrl is { } url)
        {
            headers.Add("X-Kannel-DLR-Mask", AllReports);
            headers.Add("X-Kannel-DLR-Url", url);
        }

        if (sms.Line.Link is { } link)
        {
            headers.Add("X-Kannel-SMSC", link);
        }
    }

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static SocketsHttpHandler NewHandler()
    {
        var handler = ProviderConnections.Handler(16);
        handler.UseProxy = false;
        return handler;
    }
}
