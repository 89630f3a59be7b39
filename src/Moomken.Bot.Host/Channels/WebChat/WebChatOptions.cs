namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Settings of the web chat, section <c>WebChat</c>. All have a default: with none set, the chat works on this host's own pages.</summary>
public sealed class WebChatOptions
{
    public const string Section = "WebChat";

    /// <summary>Off takes away <c>/chat</c>, the hub page and <c>/v3/directline</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The address that browsers use, such as <c>https://chat.example.org</c>. Needed behind a proxy that changes host or
    /// scheme: stream and upload addresses are built from it. Empty: taken from each request.
    /// </summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>Other sites whose pages may talk to <c>/v3/directline</c>, as <c>https://host</c> or <c>https://host:port</c>. Our own pages need no entry.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Where uploaded files lie, sealed. The host sets <c>uploads</c> in the data folder when this is not set.</summary>
    public string UploadFolder { get; set; } = Path.Combine("data", "uploads");

    /// <summary>New or renewed chats a minute for one address. Mobile operators put whole towns behind one address, so it is not small. 1 to 100 000.</summary>
    public int TokensPerMinute { get; set; } = 120;

    /// <summary>Bytes of one file. 1 to 100 MiB.</summary>
    public long MaxFileBytes { get; set; } = 20 << 20;

    /// <summary>Files in one message. 1 to 50.</summary>
    public int MaxFiles { get; set; } = 10;

    /// <summary>Bytes that one chat may upload in all: one person must not fill the disk for everybody.</summary>
    public long MaxConversationBytes { get; set; } = 500L << 20;

    /// <summary>Open streams (tabs) of one chat; one more closes the oldest. 1 to 50.</summary>
    public int MaxTabs { get; set; } = 5;

    /// <summary>Open streams of the whole process; one more is answered 503 and the page polls. At least 1.</summary>
    public int MaxStreams { get; set; } = 20_000;

    /// <summary>What the hub page lists beside the web chat: where else the bot is reached.</summary>
    public IList<WebChatHandle> Handles { get; } = [];

    /// <summary>Every fault of these settings, each saying how to mend it; empty when all is well.</summary>
    public IEnumerable<string> Faults()
    {
        if (PublicUrl.Length > 0 && WebChatOrigins.OriginOf(PublicUrl) is null)
        {
            yield return $"WebChat:PublicUrl is '{PublicUrl}'. Write the address that browsers use, such as https://chat.example.org, or leave it empty.";
        }

        foreach (var origin in AllowedOrigins.Where(origin => WebChatOrigins.OriginOf(origin) != origin))
        {
            yield return $"WebChat:AllowedOrigins has '{origin}'. Write scheme and host only, in lower case and without a path, such as https://www.example.org.";
        }

        if (UploadFolder.Length == 0)
        {
            yield return "WebChat:UploadFolder is empty. Name a folder that this service may write to, or remove the setting.";
        }

        foreach (var (name, value, most) in new (string, long, long)[]
        {
            (nameof(TokensPerMinute), TokensPerMinute, 100_000),
            (nameof(MaxFileBytes), MaxFileBytes, 100 << 20),
            (nameof(MaxFiles), MaxFiles, 50),
            (nameof(MaxConversationBytes), MaxConversationBytes, long.MaxValue),
            (nameof(MaxTabs), MaxTabs, 50),
            (nameof(MaxStreams), MaxStreams, int.MaxValue),
        })
        {
            if (value < 1 || value > most)
            {
                yield return $"WebChat:{name} is {value}. Set it between 1 and {most}, or remove it.";
            }
        }
    }
}

/// <summary>Another way to reach the bot, as the hub page shows it: <c>Telegram</c>, <c>@name_bot</c>.</summary>
public sealed class WebChatHandle
{
    public string Name { get; set; } = "";

    public string Handle { get; set; } = "";
}
