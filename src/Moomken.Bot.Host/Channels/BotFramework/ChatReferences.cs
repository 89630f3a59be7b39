using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// Keeps where chats are written to. Each is sealed under a key made from its address, which in turn is sealed under the
/// person's own key: when that is destroyed, copies of this document in old backups can no longer be opened either.
/// </summary>
public sealed class ChatReferences(IStore store, Vault vault, AddressBook addresses, IdSource ids)
{
    private const int Nonce = 12;
    private const int Tag = 16;

    /// <summary>Documents removed in one transaction.</summary>
    private const int Slice = 100;

    /// <summary>Null for a chat that nobody has written from.</summary>
    public async Task<ChatReference?> FindAsync(ChannelAddress address, CancellationToken cancellation)
    {
        var id = addresses.ConversationId(address);
        return await store.ReadAsync(reader => reader.Get(BotFrameworkChat.Documents, id), cancellation) is { } chat ? Open(address, chat.SealedReference) : null;
    }

    /// <summary>Writes the reference along with the turn that brought it.</summary>
    public Action<IStoreTransaction> Keeping(ChannelAddress address, ChatReference reference)
    {
        var chat = new BotFrameworkChat { Id = addresses.ConversationId(address), SealedReference = Seal(address, reference) };
        return transaction => transaction.Put(BotFrameworkChat.Documents, chat);
    }

    /// <summary>With "delete my data": the last reply still needs the reference, so it is marked and goes when the conversation has gone.</summary>
    public void Erase(IStoreTransaction transaction, ChannelAddress address)
    {
        if (address.Channel == BotFrameworkChannel.ChannelName && transaction.Get(BotFrameworkChat.Documents, addresses.ConversationId(address)) is { } chat)
        {
            transaction.Put(BotFrameworkChat.Documents, chat with { Forgotten = true });
        }
    }

    /// <summary>Removes marked references whose conversation is gone.</summary>
    public Task PruneAsync(CancellationToken cancellation) => store.WriteAsync(
        transaction =>
        {
            foreach (var chat in transaction.Find(BotFrameworkChat.Documents, "forgotten", "yes", Slice))
            {
                if (transaction.Get(Conversation.Documents, chat.Id) is null)
                {
                    transaction.Delete(BotFrameworkChat.Documents, chat.Id);
                }
            }

            return true;
        },
        cancellation);

    private byte[] Seal(ChannelAddress address, ChatReference reference)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(reference, BotFrameworkJson.Default.ChatReference);
        var @sealed = new byte[Nonce + Tag + plain.Length];
        ids.Bytes(Nonce).CopyTo(@sealed, 0);
        using var cipher = new AesGcm(KeyOf(address), Tag);
        cipher.Encrypt(@sealed.AsSpan(0, Nonce), plain, @sealed.AsSpan(Nonce + Tag), @sealed.AsSpan(Nonce, Tag));
        return @sealed;
    }

    private ChatReference? Open(ChannelAddress address, byte[] @sealed)
    {
        var plain = new byte[@sealed.Length - Nonce - Tag];
        using var cipher = new AesGcm(KeyOf(address), Tag);
        cipher.Decrypt(@sealed.AsSpan(0, Nonce), @sealed.AsSpan(Nonce + Tag), @sealed.AsSpan(Nonce, Tag), plain);
        return JsonSerializer.Deserialize(plain, BotFrameworkJson.Default.ChatReference);
    }

    /// <summary>Two look-ups of 128 bits make a key of 256; neither is stored anywhere.</summary>
    private byte[] KeyOf(ChannelAddress address) => SHA256.HashData(Encoding.ASCII.GetBytes(
        vault.Lookup("botframework-chat-1", address.User) + vault.Lookup("botframework-chat-2", address.User)));
}
