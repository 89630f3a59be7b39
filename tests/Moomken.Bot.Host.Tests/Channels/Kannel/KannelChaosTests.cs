using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Moomken.Bot.Conversations;
using Moomken.Bot.Fakes.Kannel;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Tests.Service;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Outbox;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Kannel;

/// <summary>
/// The service against a sendsms that cuts, hangs, errs and is full, before it took an SMS and after. Nothing is lost, and
/// since the report says what the answer left open, nothing is sent twice. Runs beside other tests: its waits are long.
/// </summary>
public sealed class KannelChaosTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int People = 12;
    private const int Texts = 12;
    private readonly Random random = new(7);
    private readonly Lock gate = new();
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient client = new();
    private readonly SortedDictionary<string, int> troubles = new(StringComparer.Ordinal);
    private readonly HashSet<string> cut = [];
    private readonly List<(string Id, DateTimeOffset At, string Trouble)> history = [];
    private FakeSendSms kannel = null!;
    private ServiceProcess service = null!;

    public async ValueTask InitializeAsync()
    {
        kannel = await FakeSendSms.Start();
        var settings = KannelBot.Settings(kannel.SendUrl, "").ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);
        settings["Kannel__SendTimeoutSeconds"] = "1";
        settings["Kannel__ReportWaitSeconds"] = "10";
        settings["Kannel__SameWordsSeconds"] = "0";
        settings["Rates__KannelPartsPerSecond"] = "1000";
        service = new ServiceProcess(folder.File("data"), settings);
        service.Set("Kannel__CallbackBaseUrl", service.Address);
        await service.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await kannel.DisposeAsync();
        client.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Whatever_the_line_to_Kannel_does_nobody_loses_a_reply_and_nobody_gets_one_twice()
    {
        kannel.Reports = true;
        kannel.BeforeTaking = TroubleBefore;
        kannel.BeforeAnswer = TroubleAfter;
        await Task.WhenAll(Enumerable.Range(0, People).Select(Write));
        await service.Until(() => Task.FromResult(kannel.ReportsTaken >= People * Texts * 2));
        Assert.Equal(0, await service.Terminate());

        var doubled = kannel.Taken.GroupBy(sms => IdOf(sms.Header("X-Kannel-DLR-Url")!)).Where(same => same.Count() > 1).Select(same => same.Key).ToList();
        Assert.True(doubled.Count == 0, "Sent twice:\n" + string.Join('\n', history.Where(entry => doubled.Contains(entry.Id)).OrderBy(entry => entry.Id)));
        Assert.Equal(People * Texts, kannel.Taken.Count);
        await CheckStore();
        output.WriteLine(string.Join(", ", troubles.Select(trouble => $"{trouble.Value} x {trouble.Key}")));
        Assert.True(troubles.Values.Sum() > People, "the chaos did hardly anything");
    }

    /// <summary>Says one thing after the other without waiting for replies.</summary>
    private async Task Write(int person)
    {
        for (var number = 0; number < Texts; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{service.Address}/webhooks/kannel/message?id={person}-{number}&to={KannelBot.From}&ts={1_795_000_000 + number}&charset=UTF-8")
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes($"مرحبا {number}")) { Headers = { ContentType = MediaTypeHeaderValue.Parse("text/plain; charset=\"UTF-8\"") } },
            };
            request.Headers.Add("X-Kannel-From", $"+2189100000{person:D2}");
            request.Headers.Authorization = KannelBot.Basic("kannel", KannelBot.Secret);
            using var answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    /// <summary>A message that is cut twice before it is taken would be given up: nobody could know. Queue full stops everything for ten seconds, so it comes twice.</summary>
    private async Task<bool> TroubleBefore(HttpContext context)
    {
        switch (Draw(10))
        {
            case 0 when FirstTime(context):
                Count(context, "cut before");
                context.Abort();
                return true;
            case 1:
                Count(context, "500");
                context.Response.StatusCode = 500;
                return true;
            case 2 when troubles.GetValueOrDefault("queue full") < 2:
                Count(context, "queue full");
                context.Response.StatusCode = 503;
                context.Response.Headers.Server = "Kannel/1.4.5";
                await context.Response.WriteAsync("Temporal failure, try again later.");
                return true;
            default:
                Count(context, "taken");
                return false;
        }
    }

    private async Task TroubleAfter(HttpContext context)
    {
        switch (Draw(6))
        {
            case 0:
                Count(context, "cut after");
                context.Abort();
                break;
            case 1:
                Count(context, "hung after");
                await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(3), context.RequestAborted));
                break;
        }
    }

    private bool FirstTime(HttpContext context)
    {
        lock (gate)
        {
            return cut.Add(IdOf(context.Request.Headers["X-Kannel-DLR-Url"].ToString()));
        }
    }

    private static string IdOf(string reportUrl) => new Uri(reportUrl).Query.Split('&')[0];

    private int Draw(int of)
    {
        lock (gate)
        {
            return random.Next(of);
        }
    }

    private void Count(HttpContext context, string trouble)
    {
        lock (gate)
        {
            history.Add((IdOf(context.Request.Headers["X-Kannel-DLR-Url"].ToString()), TimeProvider.System.GetUtcNow(), trouble));
            troubles[trouble] = troubles.GetValueOrDefault(trouble) + 1;
        }
    }

    private async Task CheckStore()
    {
        using var vault = KeyFile.Open(folder.File("data"));
        await using var store = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder.File("data") }, vault, TimeProvider.System);
        await store.ReadAsync(read =>
        {
            Assert.Equal(People, read.Scan(Conversation.Documents, 100).Count);
            Assert.All(read.Scan(Conversation.Documents, 100), conversation => Assert.Empty(conversation.Pending));
            Assert.Empty(read.Scan(FailedMessage.Documents, 10));
            return true;
        });
    }
}
