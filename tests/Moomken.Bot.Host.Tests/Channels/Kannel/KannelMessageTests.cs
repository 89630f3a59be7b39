using System.Net;
using System.Text;
using Moomken.Bot.Fakes.Kannel;
using Moomken.Bot.Host.Channels.Kannel;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Kannel;

public sealed class KannelMessageTests : IAsyncLifetime
{
    private const string Fatima = "+218911234567";
    private FakeSendSms kannel = null!;
    private KannelBot bot = null!;

    public static TheoryData<string> Inbound() => [.. KannelVectors.Names("inbound")];

    public async ValueTask InitializeAsync()
    {
        kannel = await FakeSendSms.Start();
        bot = await KannelBot.Start(kannel);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await kannel.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Inbound))]
    public async Task What_Kannel_sent_is_read_as_it_was_meant(string name)
    {
        var vector = KannelVectors.Named("inbound", name);
        using var request = KannelVectors.Request(vector, bot.Address, KannelOptions.MessagePath);
        // The recording of every escape code calls %T by its own letter; our address asks for it as ts.
        request.RequestUri = new Uri(request.RequestUri!.ToString().Replace("&T=", "&ts=", StringComparison.Ordinal));
        using var answer = await bot.Call(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, answer.Content.Headers.ContentLength);

        var expected = vector.GetProperty("expect");
        if (expected.Text("from") == "AlMadar")
        {
            Assert.Empty(bot.Received);
            var letter = Assert.Single(bot.Store.Letters);
            Assert.Equal(("kannel", "not_a_phone"), (letter.Channel, letter.Reason));
            Assert.EndsWith("\n" + expected.Text("text"), Encoding.UTF8.GetString(bot.Vault.Open(letter.SealedBody)), StringComparison.Ordinal);
            return;
        }

        var message = Assert.Single(bot.Received);
        Assert.Equal(expected.Text("id"), message.MessageId);
        Assert.Equal(new ChannelAddress("kannel", KannelBot.From, expected.Text("from")!), message.From);
        Assert.Equal(expected.GetProperty("ts").GetInt64(), message.At.ToUnixTimeSeconds());
        Assert.Equal(expected.Text("text"), message.Text);
        Assert.Equal(expected.Text("text") is null ? "data" : null, message.UnsupportedKind);
    }

    [Fact]
    public async Task A_repeat_by_HTTP_has_the_same_id_and_is_answered_200_a_hundred_times_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => bot.Says(Fatima, "إعادة", "1d71c189-4d1d-4062-aa4f-c782cbfb1a50")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        Assert.Single(bot.Received);
        Assert.Equal(99, bot.Counted["posted/kannel/repeat"]);
    }

    [Fact]
    public async Task An_operators_repeat_under_another_id_is_to_be_known_by_its_words()
    {
        await bot.Says(Fatima, "same pdu", "8b62390b-a631-49b4-9244-139c898caa73");
        Assert.Equal(TimeSpan.FromSeconds(10), Assert.Single(bot.Received).SameWordsWithin);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("hook-secret-of_tests-012345678")]
    [InlineData("hook-secret-of_tests-0123456780")]
    [InlineData("HOOK-secret-of_tests-0123456789")]
    [InlineData("كلمة سر")]
    public async Task Without_the_right_secret_nothing_happens(string? password)
    {
        using var request = bot.Post("?id=1&from=%2B218911234567&to=12345&ts=1", "بلاغ كاذب");
        using var answer = await bot.Call(request, password);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        AssertNothingKept();
        Assert.Equal(1, bot.Counted["refused/kannel/secret"]);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !!!not base 64!!!")]
    [InlineData("Bearer hook-secret-of_tests-0123456789")]
    [InlineData("Digest username=kannel")]
    public async Task Any_other_authorization_is_as_wrong_as_none(string header)
    {
        using var request = bot.Post("?id=1&from=%2B218911234567&to=12345&ts=1", "بلاغ كاذب");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        using var answer = await bot.Call(request, null);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        AssertNothingKept();
    }

    [Fact]
    public async Task The_secret_in_the_query_or_under_another_name_opens_nothing()
    {
        using var query = bot.Post($"?id=1&from=%2B218911234567&to=12345&ts=1&secret={KannelBot.Secret}&password={KannelBot.Secret}", "بلاغ كاذب");
        using var first = await bot.Call(query, null);
        using var other = bot.Post("?id=1&from=%2B218911234567&to=12345&ts=1", "بلاغ كاذب");
        other.Headers.Authorization = KannelBot.Basic("Kannel", KannelBot.Secret);
        using var second = await bot.Call(other, null);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (first.StatusCode, second.StatusCode));
        AssertNothingKept();
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    public async Task Through_a_proxy_whose_header_nobody_read_nobody_gets_in(string header, string value)
    {
        using var request = bot.Post("?id=1&from=%2B218911234567&to=12345&ts=1", "بلاغ كاذب");
        request.Headers.Add(header, value);
        using var answer = await bot.Call(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        AssertNothingKept();
    }

    [Fact]
    public async Task From_an_address_that_is_not_allowed_nobody_gets_in_and_from_a_range_that_is_they_do()
    {
        await using var elsewhere = await KannelBot.Start(kannel, settings => settings["Kannel:AllowedAddresses:0"] = "10.7.0.0/16");
        Assert.Equal(HttpStatusCode.Forbidden, await elsewhere.Says(Fatima, "بلاغ", "1"));
        Assert.Empty(elsewhere.Received);
        Assert.Equal(1, elsewhere.Counted["refused/kannel/address"]);

        await using var here = await KannelBot.Start(kannel, settings => (settings["Kannel:AllowedAddresses:0"], settings["Kannel:AllowedAddresses:1"]) = ("10.7.0.0/16", "127.0.0.0/8"));
        Assert.Equal(HttpStatusCode.OK, await here.Says(Fatima, "بلاغ", "1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_five_megabytes_is_turned_away(bool chunked)
    {
        using var request = bot.Post("?id=1&from=%2B218911234567&to=12345&ts=1", "");
        request.Content = new ByteArrayContent(new byte[5 * 1024 * 1024]);
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        using var answer = await bot.Call(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        AssertNothingKept();
    }

    [Theory]
    [InlineData("?from=%2B218911234567&to=12345&ts=1", "no_id")]
    [InlineData("?id=%25I&from=%2B218911234567&to=12345&ts=1", "no_id")]
    [InlineData("?id=1&to=12345&ts=1", "no_sender")]
    [InlineData("?id=1&ts=1", "no_sender")]
    [InlineData("?id=1&from=AlMadar&to=12345&ts=1", "not_a_phone")]
    [InlineData("?id=1&from=1415&to=12345&ts=1", "not_a_phone")]
    [InlineData("?id=1&from=%D9%81%D8%A7%D8%B7%D9%85%D8%A9&to=12345&ts=1", "not_a_phone")]
    [InlineData("?id=1&from=%2B218911234567&e=064&charset=UTF-16BE", "unreadable_text")]
    [InlineData("?id=1&from=%2B218911234567&e=zz&charset=UTF-8", "unreadable_text")]
    [InlineData("?id=1&from=%2B218911234567&e=00&charset=KOI-77", "unreadable_text")]
    [InlineData("?%00=%FF&id[]=1&&&=&from", "no_id")]
    public async Task What_cannot_be_answered_or_read_is_kept_sealed_and_answered_200(string query, string reason)
    {
        using var request = bot.Post(query, "كلام");
        using var answer = await bot.Call(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(bot.Received);
        var letter = Assert.Single(bot.Store.Letters);
        Assert.Equal(reason, letter.Reason);
        Assert.StartsWith(query, Encoding.UTF8.GetString(bot.Vault.Open(letter.SealedBody)), StringComparison.Ordinal);
        Assert.EndsWith("\nكلام", Encoding.UTF8.GetString(bot.Vault.Open(letter.SealedBody)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("+21812345")]
    public async Task What_comes_from_our_own_number_starts_no_conversation_with_ourselves(string own)
    {
        await using var loop = await KannelBot.Start(kannel, settings => settings["Kannel:From"] = own);
        using var request = loop.Post($"?id=1&from={Uri.EscapeDataString(own)}&to=99&ts=1", "أهلا");
        using var answer = await loop.Call(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(loop.Received);
        Assert.Empty(loop.Store.Letters);
        Assert.Equal(1, loop.Counted["posted/kannel/ignored"]);
    }

    [Theory]
    [InlineData("+218911234567")]
    [InlineData("00218911234567")]
    [InlineData("218911234567")]
    [InlineData("0911234567")]
    [InlineData("911234567")]
    public async Task However_the_link_writes_a_number_it_is_the_same_person(string from)
    {
        await bot.Says(from, "نعم", "7201806f");
        Assert.Equal(Fatima, Assert.Single(bot.Received).From.User);
    }

    [Fact]
    public async Task While_the_store_fails_Kannel_is_asked_to_come_again_and_nothing_is_lost()
    {
        var failing = 2;
        bot.Before = _ => failing-- > 0 ? throw new StoreUnavailableException("The disk is full.") : Task.CompletedTask;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await bot.Says(Fatima, "إطلاق نار قرب المركز", "a1"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await bot.Says(Fatima, "إطلاق نار قرب المركز", "a1"));
        Assert.Equal(HttpStatusCode.OK, await bot.Says(Fatima, "إطلاق نار قرب المركز", "a1"));
        Assert.Equal("إطلاق نار قرب المركز", Assert.Single(bot.Received).Text);
    }

    [Fact]
    public async Task A_dead_letter_that_cannot_be_kept_is_asked_for_again()
    {
        bot.Store.Full = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await bot.Says("AlMadar", "رصيدك", "a1"));
    }

    [Fact]
    public async Task A_message_that_breaks_the_service_is_kept_and_does_not_come_back_for_hours()
    {
        bot.Before = message => (message as InboundMessage)?.Text == "كسر" ? throw new InvalidOperationException("كسر") : Task.CompletedTask;
        Assert.Equal(HttpStatusCode.OK, await bot.Says(Fatima, "كسر", "a1"));
        Assert.Equal("failed_InvalidOperationException", Assert.Single(bot.Store.Letters).Reason);
        Assert.DoesNotContain("كسر", bot.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_methods_that_Kannel_uses_do_anything()
    {
        foreach (var method in new[] { "PUT", "DELETE", "PATCH", "HEAD" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), bot.Address + KannelOptions.MessagePath + "?id=1&from=%2B218911234567");
            using var answer = await bot.Call(request);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }

        AssertNothingKept();
    }

    private void AssertNothingKept()
    {
        Assert.Empty(bot.Received);
        Assert.Empty(bot.Store.Letters);
    }
}
