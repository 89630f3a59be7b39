using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Host.Tests.Conversations;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.People;
using Moomken.Bot.Retention;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.WebChat;

public sealed class WebChatRetentionTests : IAsyncLifetime
{
    private readonly PlayedService service = PlayedWorld.Start("web", 91);
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly WebChatTranscript transcript;

    public WebChatRetentionTests() => transcript = new WebChatTranscript(service.Store, time);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Theory]
    [InlineData(29, "empty", "forgotten", "somebody")]
    [InlineData(31, "somebody")]
    public async Task A_chat_that_is_nobodys_goes_thirty_days_after_its_last_word_and_one_that_somebody_has_stays(int days, params string[] left)
    {
        await StartAsync("empty", "forgotten", "somebody");
        await SpeakAsync("somebody", "أهلا");
        await SpeakAsync("forgotten", "أهلا");
        await ForgetAsync("forgotten");

        time.Advance(TimeSpan.FromDays(days));
        await SweepAsync();

        Assert.Equal(left, (await AllAsync(WebChatConversation.Documents)).Select(chat => chat.Id).Order(StringComparer.Ordinal));
        Assert.All(await AllAsync(WebChatActivity.Documents), line => Assert.Equal("somebody", line.Conversation));
        Assert.Single(await AllAsync(WebChatActivity.Documents));
    }

    [Fact]
    public async Task The_name_of_an_upload_goes_thirty_days_after_the_last_word_of_its_chat()
    {
        await StartAsync("silent", "talks");
        await service.Store.WriteAsync(transaction =>
        {
            transaction.Put(WebChatUpload.Documents, new WebChatUpload { Id = "u1", Conversation = "silent", Name = "صورة.png", Bytes = 1 });
            transaction.Put(WebChatUpload.Documents, new WebChatUpload { Id = "u2", Conversation = "talks", Name = "صورة.png", Bytes = 1 });
            transaction.Put(WebChatUpload.Documents, new WebChatUpload { Id = "u3", Conversation = "gone", Name = "صورة.png", Bytes = 1 });
            return true;
        });
        await SpeakAsync("silent", "صورة");
        time.Advance(TimeSpan.FromDays(20));
        await SpeakAsync("talks", "صورة");
        time.Advance(TimeSpan.FromDays(11));

        await SweepAsync();

        Assert.Equal(["u2"], (await AllAsync(WebChatUpload.Documents)).Select(upload => upload.Id));
    }

    private async Task StartAsync(params string[] chats)
    {
        foreach (var chat in chats)
        {
            await transcript.StartAsync(chat, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A line of the chat, and the conversation that a first message makes.</summary>
    private Task SpeakAsync(string chat, string text) => service.Store.WriteAsync(transaction =>
    {
        var addresses = service.Get<AddressBook>();
        var address = WebChatChannel.AddressOf(chat);
        var (conversation, person) = addresses.New(addresses.ConversationId(address), address, time.GetUtcNow());
        transaction.Put(Person.Documents, person);
        transaction.Put(Conversation.Documents, conversation);
        return WebChatTranscript.Append(transaction, chat, new WebChatActivity { Id = "", Key = text, At = time.GetUtcNow(), Text = text });
    });

    private Task ForgetAsync(string chat) => transcript.ForgetAsync(chat, TestContext.Current.CancellationToken);

    private async Task SweepAsync()
    {
        var run = new RetentionRun(time.GetUtcNow(), new RetentionRules(24));
        var sweep = new WebChatRetention(service.Store, service.Get<AddressBook>(), transcript);
        await foreach (var looked in sweep.SweepAsync(run, TestContext.Current.CancellationToken))
        {
            Assert.True(looked >= 0);
        }
    }

    private Task<IReadOnlyList<T>> AllAsync<T>(DocumentKind<T> kind)
        where T : class => service.Store.ReadAsync(reader => reader.Scan(kind, 100));
}
