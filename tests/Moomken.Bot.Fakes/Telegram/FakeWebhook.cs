using System.Text;
using System.Text.Json.Nodes;

namespace Moomken.Bot.Fakes.Telegram;

/// <summary>Where updates are posted.</summary>
internal sealed record FakeWebhook(string Url, string? Secret, int MaxConnections)
{
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    /// <summary>Never disposed: it holds nothing, and deliveries that are just ending still release it.</summary>
    private SemaphoreSlim Line { get; } = new(MaxConnections);

    /// <summary>Called with the fields of a call that the bot put into its answer.</summary>
    public Action<JsonObject> Carried { get; init; } = _ => { };

    /// <summary>Waits for one of the connections that the bot allows.</summary>
    public async Task<int> PostInLine(HttpClient client, string json, CancellationToken closing)
    {
        await Line.WaitAsync(closing);
        try
        {
            return await Post(client, json, closing);
        }
        finally
        {
            Line.Release();
        }
    }

    /// <summary>The status of the answer; 0 when there was none.</summary>
    public async Task<int> Post(HttpClient client, string json, CancellationToken closing)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (Secret is not null)
        {
            request.Headers.TryAddWithoutValidation(SecretHeader, Secret);
        }

        try
        {
            using var response = await client.SendAsync(request, closing);
            var body = await response.Content.ReadAsStringAsync(closing);
            if (response.IsSuccessStatusCode && body.Length > 0 && JsonNode.Parse(body) is JsonObject call && call.ContainsKey("method"))
            {
                Carried(call);
            }

            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
