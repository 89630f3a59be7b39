using Microsoft.Extensions.Options;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Receives the files of a post into the upload folder.</summary>
public sealed class UploadReader(UploadFolder folder, IStore store, IdSource ids, IOptions<WebChatOptions> options)
{
    /// <summary>Dispose it when the post has been taken or refused: files that no line names are removed then.</summary>
    public UploadReading Begin(string conversation) => new(folder, store, ids, options.Value, conversation);
}
