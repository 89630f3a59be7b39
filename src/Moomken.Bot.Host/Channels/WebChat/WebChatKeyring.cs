using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>The keys of the web chat: one signs tokens, of the other the secrets are made by which a page resumes its chat.</summary>
internal sealed record WebChatKeys(SymmetricSecurityKey Signing, byte[] Resume);

/// <summary>Makes the keys of the web chat once, keeps what they are made of sealed in the store, and reads it when first needed. Thread-safe.</summary>
internal sealed class WebChatKeyring(IStore store, Vault vault, IdSource ids) : IDisposable
{
    private readonly SemaphoreSlim loading = new(1);
    private WebChatKeys? keys;

    public void Dispose() => loading.Dispose();

    /// <summary>Made at first start; the same on every node.</summary>
    public async ValueTask<WebChatKeys> ReadAsync()
    {
        if (Volatile.Read(ref keys) is { } ready)
        {
            return ready;
        }

        await loading.WaitAsync();
        try
        {
            keys ??= Derive(await LoadAsync());
            return keys;
        }
        finally
        {
            loading.Release();
        }
    }

    private async Task<byte[]> LoadAsync()
    {
        var fresh = new WebChatSecret("tokens", vault.Seal(ids.Bytes(32)));
        var kept = await store.WriteAsync(transaction =>
        {
            if (transaction.Get(WebChatSecret.Documents, fresh.Id) is { } known)
            {
                return known;
            }

            transaction.Put(WebChatSecret.Documents, fresh, 0);
            return fresh;
        });
        return vault.Open(kept.SealedKey);
    }

    private static WebChatKeys Derive(byte[] secret) => new(
        new SymmetricSecurityKey(HKDF.Expand(HashAlgorithmName.SHA256, secret, 32, "token"u8.ToArray())),
        HKDF.Expand(HashAlgorithmName.SHA256, secret, 32, "resume"u8.ToArray()));
}
