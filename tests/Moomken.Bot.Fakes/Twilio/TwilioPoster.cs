namespace Moomken.Bot.Fakes.Twilio;

/// <summary>Posts signed forms to the service: signed for the public address, dialled at the service's own, as through a proxy.</summary>
internal sealed class TwilioPoster(string token, CancellationToken closing) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(15) };

    /// <summary>What the service calls itself.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>Where it really listens.</summary>
    public string DialUrl { get; set; } = "";

    /// <summary>The status; 0 when there was no answer.</summary>
    public async Task<int> Post(string url, IReadOnlyDictionary<string, string> form)
    {
        var dialled = DialUrl.Length > 0 && url.StartsWith(PublicUrl, StringComparison.Ordinal) ? DialUrl + url[PublicUrl.Length..] : url;
        using var request = new HttpRequestMessage(HttpMethod.Post, dialled) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("X-Twilio-Signature", TwilioSigner.Sign(token, url, form));
        request.Headers.Add("I-Twilio-Idempotency-Token", Guid.CreateVersion7().ToString());
        try
        {
            using var response = await client.SendAsync(request, closing);
            return (int)response.StatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            return 0;
        }
    }

    public void Dispose() => client.Dispose();
}
