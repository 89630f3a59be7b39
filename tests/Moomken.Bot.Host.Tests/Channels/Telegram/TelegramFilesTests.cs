using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

public sealed class TelegramFilesTests : IAsyncLifetime
{
    private const int Enough = 1024 * 1024;
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];
    private FakeBotApi fake = null!;
    private TelegramBot bot = null!;

    public static TheoryData<string, FakeFailure, FetchResult> Answers => new()
    {
        { "getFile", new FakeFailure(400, "Bad Request: file is too big"), new FetchResult.TooLarge(null) },
        { "getFile", new FakeFailure(400, "Bad Request: wrong file_id or the file is temporarily unavailable"), new FetchResult.Failed("unreachable", Retryable: true) },
        { "getFile", new FakeFailure(400, "Bad Request: invalid file_id"), new FetchResult.Failed("gone", Retryable: false) },
        { "getFile", FakeFailure.Unauthorized, new FetchResult.Failed("token_refused", Retryable: true) },
        { "getFile", FakeFailure.TooManyRequests(3), new FetchResult.Failed("throttled", Retryable: true) },
        { "getFile", FakeFailure.ServerError, new FetchResult.Failed("unreachable", Retryable: true) },
        { "getFile", FakeFailure.Dropped, new FetchResult.Failed("unreachable", Retryable: true) },
        { "getFile", FakeFailure.NotTheApi(403), new FetchResult.Failed("unreachable", Retryable: true) },
        { "file", new FakeFailure(404, "Not Found"), new FetchResult.Failed("unreachable", Retryable: true) },
        { "file", FakeFailure.Unauthorized, new FetchResult.Failed("token_refused", Retryable: true) },
        { "file", FakeFailure.Dropped, new FetchResult.Failed("unreachable", Retryable: true) },
    };

    public async ValueTask InitializeAsync()
    {
        fake = await FakeBotApi.Start();
        bot = await TelegramBot.StartWithWebhook(fake);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task The_largest_size_of_a_photo_is_fetched()
    {
        await fake.UserSendsPhoto(42, Photo, "الباب مغلق");

        var media = Assert.Single(Assert.Single(bot.Received).Media);
        Assert.Equal(Photo, await Bytes(media));
    }

    [Fact]
    public async Task Voice_video_and_documents_are_fetched_as_they_were_sent()
    {
        await fake.UserSendsVoice(42, [1, 2]);
        await fake.UserSendsVideo(42, [3, 4], "فيديو");
        await fake.UserSendsDocument(42, [5, 6], "محضر.pdf", "application/pdf");

        var media = bot.Received.SelectMany(message => message.Media).ToList();
        Assert.Equal(["voice", "video", "document"], media.Select(file => file.Kind));
        Assert.Equal("محضر.pdf", media[2].FileName);
        Assert.Equal([1, 2, 3, 4, 5, 6], (await Task.WhenAll(media.Select(Bytes))).SelectMany(bytes => bytes));
    }

    [Fact]
    public async Task A_file_larger_than_allowed_is_not_downloaded()
    {
        var id = fake.AddFile(new byte[1001]);

        Assert.Equal(new FetchResult.TooLarge(1001), await Fetch(id, 1000));
        Assert.Empty(fake.CallsOf("file"));
        Assert.Equal(1001, Assert.IsType<FetchResult.Fetched>(await Fetch(id, 1001)).Bytes.Length);
    }

    [Theory]
    [MemberData(nameof(Answers), DisableDiscoveryEnumeration = true)]
    public async Task Every_failure_has_its_result(string step, FakeFailure failure, FetchResult expected)
    {
        var id = fake.AddFile(Photo);
        fake.FailNext(step, failure);

        Assert.Equal(expected, await Fetch(id, Enough));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../secret")]
    [InlineData("http://elsewhere.example/x")]
    public async Task A_path_that_leads_elsewhere_is_not_followed(string path)
    {
        var id = fake.AddFile(Photo, path: path);

        Assert.Equal(new FetchResult.Failed("gone", Retryable: false), await Fetch(id, Enough));
        Assert.Empty(fake.CallsOf("file"));
    }

    private Task<FetchResult> Fetch(string id, long maxBytes) =>
        bot.Channel.FetchAsync(new InboundMedia("photo", id, null, null, null), maxBytes, CancellationToken.None);

    private async Task<byte[]> Bytes(InboundMedia media) =>
        Assert.IsType<FetchResult.Fetched>(await bot.Channel.FetchAsync(media, Enough, CancellationToken.None)).Bytes;
}
