using System.Runtime.CompilerServices;
using Moomken.Bot.Conversations;
using Moomken.Bot.People;
using Moomken.Bot.Retention;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>
/// What is left of web chats: the names of uploaded files go thirty days after the chat's last word, and so does a chat that was forgotten, or in
/// which nobody ever spoke. A chat that somebody has stays as long as their conversation: an observer may be silent until the day.
/// </summary>
internal sealed class WebChatRetention(IStore store, AddressBook addresses, WebChatTranscript transcript)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async IAsyncEnumerable<int> SweepAsync(RetentionRun run, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var oldest = run.Now - Kept;
        await foreach (var looked in RetentionPages.RemoveWhere(store, WebChatUpload.Documents, run, (reader, upload) => IsSilent(reader, upload.Conversation, oldest), cancellation))
        {
            yield return looked;
        }

        await foreach (var page in Pages.Of(store, WebChatConversation.Documents, cancellation))
        {
            var over = await store.ReadAsync<List<WebChatConversation>>(reader => [.. page.Where(chat => IsOver(reader, chat, oldest))], cancellation);
            foreach (var chat in over)
            {
                // Its lines first: without the chat nobody would find them again.
                await transcript.ForgetAsync(chat.Id, cancellation);
            }

            run.Count(WebChatConversation.Documents.Name, await RetentionPages.ChangeAsync(
                store, WebChatConversation.Documents, over, (transaction, chat) => Remove(transaction, chat, oldest), cancellation));
            yield return page.Count;
        }
    }

    private static bool IsSilent(IStoreReader reader, string conversation, DateTimeOffset oldest) =>
        reader.Get(WebChatConversation.Documents, conversation) is not { } chat || chat.LastAt < oldest;

    private bool IsOver(IStoreReader reader, WebChatConversation chat, DateTimeOffset oldest) => chat.LastAt < oldest
        && (chat.Forgotten || reader.Get(Conversation.Documents, addresses.ConversationId(WebChatChannel.AddressOf(chat.Id))) is null);

    private bool Remove(IStoreTransaction transaction, WebChatConversation chat, DateTimeOffset oldest)
    {
        var over = IsOver(transaction, chat, oldest);
        if (over)
        {
            transaction.Delete(WebChatConversation.Documents, chat.Id);
        }

        return over;
    }
}
