using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

public sealed class TwilioWebhookTests : IAsyncLifetime
{
    private const string Fatima = "+218911234567";
    private const string MessagePath = "/webhooks/twilio/message";
    private const string StatusPath = "/webhooks/twilio/status";
    private const string FormType = "application/x-www-form-urlencoded";
    private readonly HttpClient client = new();
    private FakeTwilio fake = null!;
    private TwilioBot bot = null!;

    public static TheoryData<string> Forgeries =>
    [
        "no header", "empty", "short", "no padding", "random", "two headers", "other token", "other address", "http for https", "address that is dialled",
        "host header", "forwarded header", "other path", "query added", "body changed", "field added", "field taken away", "value repeated differently",
        "json claimed", "signed as status", "bodySHA256 of a form",
    ];

    public async ValueTask InitializeAsync()
    {
        fake = await FakeTwilio.Start();
        bot = await TwilioBot.Start(fake);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task A_message_behind_a_proxy_is_taken_and_answered_with_nothing_to_say()
    {
        Assert.Equal(200, await fake.Says(Fatima, "السلام عليكم"));

        var message = Assert.Single(bot.Received);
        Assert.Equal(("whatsapp", Fatima, "السلام عليكم"), (message.From.Channel, message.From.User, message.Text));
        using var answer = await Post(MessagePath, fake.WhatsApp(Fatima, ("Body", "ثانية")));
        Assert.Equal("text/xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("<Response/>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_post_is_refused_and_has_no_effect(string kind)
    {
        foreach (var path in new[] { MessagePath, StatusPath })
        {
            using var response = await client.SendAsync(Forge(kind, path));
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        Assert.Empty(bot.Received);
        Assert.Empty(bot.Reports);
        Assert.Empty(bot.Store.Letters);
        Assert.DoesNotContain(fake.Token, bot.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain(Fatima, bot.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operator_reads_which_address_a_refused_post_was_not_signed_for_and_not_a_thousand_times()
    {
        for (var i = 0; i < 20; i++)
        {
            using var response = await client.SendAsync(Forge("random", MessagePath));
        }

        Assert.Contains(TwilioBot.PublicUrl + MessagePath, Assert.Single(bot.Log.Lines, line => line.Contains("not signed", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeat_is_answered_well_and_taken_once()
    {
        var form = fake.WhatsApp(Fatima, ("Body", "مرة واحدة"));
        for (var i = 0; i < 5; i++)
        {
            using var response = await Post(MessagePath, form);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Single(bot.Received);
    }

    [Fact]
    public async Task Unknown_empty_and_repeated_fields_do_not_stop_a_message()
    {
        var body = $"Body=%D9%86%D8%B9%D9%85&NewField=1&NewField=2&NewField=1&newfield=3&Empty=&NoValue&MessageSid=SMz&AccountSid={fake.Account}&From=whatsapp%3A%2B218911234567&To=whatsapp%3A%2B14155238886";
        var fields = new List<KeyValuePair<string, string>>
        {
            new("Body", "نعم"), new("NewField", "1"), new("NewField", "2"), new("newfield", "3"), new("Empty", ""), new("NoValue", ""), new("MessageSid", "SMz"),
            new("AccountSid", fake.Account), new("From", "whatsapp:+218911234567"), new("To", "whatsapp:+14155238886"),
        };
        using var request = Request(MessagePath, body, TwilioSigner.Sign(fake.Token, TwilioBot.PublicUrl + MessagePath, fields));
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("نعم", Assert.Single(bot.Received).Text);
    }

    [Fact]
    public async Task A_query_in_the_address_is_part_of_what_is_signed()
    {
        var form = fake.WhatsApp(Fatima, ("Body", "نعم"));
        using var response = await Post(MessagePath + "?x=it's&y=%D9%85&z=a+b", form);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task What_is_no_message_is_kept_sealed_without_the_name_that_the_person_shows()
    {
        var form = new Dictionary<string, string>(fake.WhatsApp(Fatima, ("Body", "سر"))) { ["To"] = "whatsapp:+19999999999" };
        using var response = await Post(MessagePath, form);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var letter = Assert.Single(bot.Store.Letters);
        Assert.Equal(("whatsapp", "not_our_sender"), (letter.Channel, letter.Reason));
        var kept = Encoding.UTF8.GetString(bot.Vault.Open(letter.SealedBody));
        Assert.Contains(Uri.EscapeDataString("سر"), kept, StringComparison.Ordinal);
        Assert.DoesNotContain("ProfileName", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString("فاطمة"), kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_body_that_is_no_form_is_kept_and_answered()
    {
        const string json = """{"event":"نص"}""";
        var url = $"{MessagePath}?bodySHA256={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))}";
        using var request = Request(url, json, TwilioSigner.Sign(fake.Token, TwilioBot.PublicUrl + url, []), "application/json");
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("not_a_form", Assert.Single(bot.Store.Letters).Reason);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_acknowledged()
    {
        bot.Before = () => throw new StoreUnavailableException("The disk is full. Make room.");
        using var message = await Post(MessagePath, fake.WhatsApp(Fatima, ("Body", "نعم")));
        using var status = await Post(StatusPath + "?m=01", Status("delivered"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (message.StatusCode, status.StatusCode));
        bot.Before = () => throw new InvalidOperationException("a fault of ours");
        using var kept = await Post(MessagePath, fake.WhatsApp(Fatima, ("Body", "نعم")));
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Equal("failed_InvalidOperationException", Assert.Single(bot.Store.Letters).Reason);
    }

    [Fact]
    public async Task Five_megabytes_are_turned_away_unread()
    {
        var body = "Body=" + new string('a', 5 * 1024 * 1024);
        using var request = Request(MessagePath, body, new string('A', 27) + "=");
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(bot.Received);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_cut_off_at_the_limit()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, bot.Address + MessagePath) { Content = new StreamContent(new EndlessBody(1024 * 1024)) };
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.TryAddWithoutValidation("Content-Type", FormType);
        request.Headers.Add("X-Twilio-Signature", new string('A', 27) + "=");
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_header_without_end_is_turned_away_by_the_server()
    {
        using var socket = new TcpClient();
        var address = new Uri(bot.Address);
        await socket.ConnectAsync(address.Host, address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {MessagePath} HTTP/1.1\r\nHost: x\r\nX-Twilio-Signature: {new string('A', 64 * 1024)}\r\n\r\n"));
        using var reader = new StreamReader(stream);

        Assert.Contains("431", await reader.ReadLineAsync() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_bytes_are_answered_and_none_has_an_effect()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(0, 3000)];
            random.NextBytes(bytes);
            using var content = new ByteArrayContent(bytes);
            content.Headers.TryAddWithoutValidation("Content-Type", i % 3 == 0 ? "text/plain" : FormType);
            using var request = new HttpRequestMessage(HttpMethod.Post, bot.Address + MessagePath) { Content = content };
            request.Headers.Add("X-Twilio-Signature", Convert.ToBase64String(RandomNumberGenerator.GetBytes(20)));
            using var response = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        Assert.Empty(bot.Received);
        Assert.Empty(bot.Store.Letters);
    }

    [Fact]
    public async Task Only_posts_are_answered()
    {
        using var response = await client.GetAsync(new Uri(bot.Address + MessagePath + "?Body=x"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Theory]
    [InlineData("queued", DeliveryState.Accepted)]
    [InlineData("sending", DeliveryState.Accepted)]
    [InlineData("sent", DeliveryState.Sent)]
    [InlineData("delivered", DeliveryState.Delivered)]
    [InlineData("read", DeliveryState.Read)]
    [InlineData("undelivered", DeliveryState.Failed)]
    [InlineData("failed", DeliveryState.Failed)]
    public async Task A_status_is_reported_under_our_own_id(string status, DeliveryState state)
    {
        using var response = await Post(StatusPath + "?m=01ABC", Status(status));

        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        var report = Assert.Single(bot.Reports);
        Assert.Equal((new ChannelAddress("whatsapp", fake.WhatsAppNumber, Fatima), "01ABC", state, "SM7"), (report.To, report.MessageId, report.State, report.ProviderId));
        Assert.Equal(state == DeliveryState.Failed, report.Fault is not null);
    }

    [Theory]
    [InlineData("?m=01", "a_new_state", Fatima)]
    [InlineData("", "delivered", Fatima)]
    [InlineData("?m=", "delivered", Fatima)]
    [InlineData("?m=01", "delivered", "")]
    [InlineData("?m=01&part=1", "delivered", Fatima)]
    public async Task A_status_that_tells_nothing_is_answered_and_changes_nothing(string query, string status, string person)
    {
        using var response = await Post(StatusPath + query, Status(status, person));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(bot.Reports);
    }

    [Fact]
    public async Task A_failure_says_why_by_its_code()
    {
        var form = new Dictionary<string, string>(Status("undelivered")) { ["ErrorCode"] = "30003" };
        using var response = await Post(StatusPath + "?m=01", form);

        Assert.Equal(new SendResult.Failed("handset_unreachable", Retryable: true), Assert.Single(bot.Reports).Fault);
    }

    private Dictionary<string, string> Status(string status, string person = Fatima) => new()
    {
        ["MessageSid"] = "SM7",
        ["MessageStatus"] = status,
        ["To"] = "whatsapp:" + person,
        ["From"] = "whatsapp:" + fake.WhatsAppNumber,
        ["AccountSid"] = fake.Account,
    };

    private Task<HttpResponseMessage> Post(string path, IReadOnlyDictionary<string, string> form) =>
        client.SendAsync(Request(path, Encode(form), TwilioSigner.Sign(fake.Token, TwilioBot.PublicUrl + path, form)));

    private static string Encode(IEnumerable<KeyValuePair<string, string>> form) =>
        string.Join('&', form.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));

    private HttpRequestMessage Request(string path, string body, string? signature, string type = FormType)
    {
        // The path goes out to the letter, as Twilio's does.
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot.Address + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Content = new StringContent(body, Encoding.UTF8, type),
        };
        request.Content.Headers.ContentType!.CharSet = type == FormType ? "UTF-8" : null;
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Twilio-Signature", signature);
        }

        return request;
    }

    private HttpRequestMessage Forge(string kind, string path)
    {
        var form = new Dictionary<string, string>(path == StatusPath ? Status("delivered") : fake.WhatsApp(Fatima, ("Body", "مزور")));
        var url = TwilioBot.PublicUrl + path;
        string Sign(string address, string? token = null) => TwilioSigner.Sign(token ?? fake.Token, address, form);
        var good = Sign(url);
        var request = kind switch
        {
            "no header" => Request(path, Encode(form), null),
            "empty" => Request(path, Encode(form), ""),
            "short" => Request(path, Encode(form), good[..20]),
            "no padding" => Request(path, Encode(form), good.TrimEnd('=')),
            "random" => Request(path, Encode(form), Convert.ToBase64String(new byte[20])),
            "two headers" => Request(path, Encode(form), good),
            "other token" => Request(path, Encode(form), Sign(url, "ffffffffffffffffffffffffffffffff")),
            "other address" => Request(path, Encode(form), Sign("http://other.example.test/moomken" + path)),
            "http for https" => Request(path, Encode(form), Sign(url.Replace("http:", "https:", StringComparison.Ordinal))),
            "address that is dialled" or "host header" or "forwarded header" => Request(path, Encode(form), Sign(bot.Address + path)),
            "other path" => Request(path, Encode(form), Sign(TwilioBot.PublicUrl + "/webhooks/twilio/other")),
            "query added" => Request(path + "?m=01", Encode(form), good),
            "body changed" => Request(path, Encode(form).Replace("MessageSid=SM", "MessageSid=SN", StringComparison.Ordinal), good),
            "field added" => Request(path, Encode(form) + "&Extra=1", good),
            "field taken away" => Request(path, Encode(form.Where(field => field.Key != "AccountSid")), good),
            "value repeated differently" => Request(path, Encode(form) + "&From=whatsapp%3A%2B218900000000", good),
            "json claimed" => Request(path, Encode(form), good, "application/json"),
            "signed as status" => Request(path, Encode(form), Sign(TwilioBot.PublicUrl + (path == StatusPath ? MessagePath : StatusPath))),
            _ => Request(path + "?bodySHA256=00", Encode(form), Sign(url + "?bodySHA256=00")),
        };
        if (kind == "two headers")
        {
            request.Headers.TryAddWithoutValidation("X-Twilio-Signature", good);
        }

        request.Headers.Host = kind == "host header" ? "127.0.0.1" : null;
        request.Headers.Add("X-Forwarded-Host", kind == "forwarded header" ? new Uri(bot.Address).Authority : "bot.example.test");
        return request;
    }

    /// <summary>Says nothing of its length.</summary>
    private sealed class EndlessBody(int length) : MemoryStream(Encoding.ASCII.GetBytes(new string('a', length)))
    {
        public override bool CanSeek => false;
    }
}
