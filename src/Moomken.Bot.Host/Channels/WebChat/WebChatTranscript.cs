using Moomken.Bot.Messages;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Reads and writes the lines of web chats.</summary>
public sealed class WebChatTranscript(IStore store, TimeProvider time)
{
    /// <summary>Lines in one answer or frame. Keeps a read well under the store's 20 ms.</summary>
    public const int PageSize = 50;

    private const int EraseSlice = 500;

    public Task<WebChatConversation?> FindAsync(string conversation, CancellationToken cancellation) =>
        store.ReadAsync(reader => reader.Get(WebChatConversation.Documents, conversation), cancellation);

    /// <summary>Starts the chat unless it has been started; true when it is new.</summary>
    public Task<bool> StartAsync(string conversation, CancellationToken cancellation) => store.WriteAsync(
        transaction =>
        {
            if (transaction.Get(WebChatConversation.Documents, conversation) is not null)
            {
                return false;
            }

            var now = time.GetUtcNow();
            transaction.Put(WebChatConversation.Documents, new WebChatConversation { Id = conversation, StartedAt = now, LastAt = now }, 0);
            return true;
        },
        cancellation);

    /// <summary>The line that the message with this key became, or null when it is new.</summary>
    public Task<WebChatReceipt?> ReceiptAsync(string conversation, string key, CancellationToken cancellation) =>
        store.ReadAsync(reader => reader.Get(WebChatReceipt.Documents, ReceiptId(conversation, key)), cancellation);

    /// <summary>The lines after a watermark, at most a page. A watermark that was never given (a restored backup) reads from the start.</summary>
    public Task<IReadOnlyList<WebChatActivity>> AfterAsync(string conversation, long watermark, CancellationToken cancellation) =>
        store.ReadAsync<IReadOnlyList<WebChatActivity>>(reader => After(reader, conversation, watermark), cancellation);

    /// <summary>Writes the next line, and the receipt under its key. Does nothing when the chat is gone or the key was used.</summary>
    /// <returns>The number of the line, old or new; null when the chat is gone.</returns>
    public static long? Append(IStoreTransaction transaction, string conversation, WebChatActivity line, long uploadedBytes = 0)
    {
        if (transaction.Get(WebChatReceipt.Documents, ReceiptId(conversation, line.Key)) is { } known)
        {
            return known.Line;
        }

        if (transaction.Get(WebChatConversation.Documents, conversation) is not { Forgotten: false } chat)
        {
            return null;
        }

        // Two nodes that append at once must not give one number to two lines: the version makes one of them run again.
        var number = chat.LastLine + 1;
        var updated = chat with { LastLine = number, LastAt = line.At, UploadedBytes = chat.UploadedBytes + uploadedBytes };
        transaction.Put(WebChatConversation.Documents, updated, transaction.Version(WebChatConversation.Documents, conversation));
        transaction.Put(WebChatActivity.Documents, line with { Id = WebChatActivity.IdOf(conversation, number) });
        transaction.Put(WebChatReceipt.Documents, new WebChatReceipt(ReceiptId(conversation, line.Key), number));
        return number;
    }

    /// <summary>
    /// Closes the chat for good and deletes its lines, in slices. Uploaded files stay until evidence has taken them.
    /// </summary>
    public async Task ForgetAsync(string conversation, CancellationToken cancellation)
    {
        await store.WriteAsync(transaction => Close(transaction, conversation), cancellation);
        while (await store.WriteAsync(transaction => EraseSome(transaction, conversation), cancellation))
        {
        }
    }

    /// <summary>Deletes what was said so far, in the transaction of the deletion of everything else; the chat itself goes on, as a stranger's.</summary>
    public static void Erase(IStoreTransaction transaction, ChannelAddress address)
    {
        while (address.Channel == WebChatChannel.ChannelName && EraseSome(transaction, address.User))
        {
        }
    }

    private static bool Close(IStoreTransaction transaction, string conversation)
    {
        if (transaction.Get(WebChatConversation.Documents, conversation) is { } chat)
        {
            transaction.Put(WebChatConversation.Documents, chat with { Forgotten = true });
        }

        return true;
    }

    private static bool EraseSome(IStoreTransaction transaction, string conversation)
    {
        var lines = transaction.Scan(WebChatActivity.Documents, EraseSlice, conversation + "/")
            .TakeWhile(line => line.Conversation == conversation).ToList();
        foreach (var line in lines)
        {
            transaction.Delete(WebChatActivity.Documents, line.Id);
            transaction.Delete(WebChatReceipt.Documents, ReceiptId(conversation, line.Key));
        }

        return lines.Count == EraseSlice;
    }

    private static IReadOnlyList<WebChatActivity> After(IStoreReader reader, string conversation, long watermark)
    {
        if (reader.Get(WebChatConversation.Documents, conversation) is not { Forgotten: false } chat)
        {
            return [];
        }

        var from = watermark > chat.LastLine ? 0 : watermark;
        var count = (int)Math.Min(PageSize, chat.LastLine - from);

        // After an erasure fewer lines follow than the numbers say: what belongs to the next chat is left out.
        return count == 0 ? [] : [.. reader.Scan(WebChatActivity.Documents, count, WebChatActivity.IdOf(conversation, from)).TakeWhile(line => line.Conversation == conversation)];
    }

    private static string ReceiptId(string conversation, string key) => $"{conversation}/{key}";
}
