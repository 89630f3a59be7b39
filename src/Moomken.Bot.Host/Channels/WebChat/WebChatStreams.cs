using Microsoft.Extensions.Options;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>The open streams of this process, by chat. Thread-safe.</summary>
public sealed class WebChatStreams(
    WebChatTranscript transcript, IOptions<WebChatOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<WebChatStream>> open = [];
    private int count;

    /// <summary>Makes room for one more stream of a chat by closing its oldest; null when the process has as many as it may.</summary>
    public WebChatStream? Open(string conversation, long watermark, string baseUrl)
    {
        lock (gate)
        {
            if (count >= options.Value.MaxStreams)
            {
                return null;
            }

            if (!open.TryGetValue(conversation, out var streams))
            {
                open[conversation] = streams = [];
            }

            if (streams.Count >= options.Value.MaxTabs)
            {
                streams[0].End(WebChatStream.Collision);
                streams.RemoveAt(0);
                count--;
            }

            var stream = new WebChatStream(transcript, time, conversation, watermark, baseUrl, lifetime.ApplicationStopping);
            streams.Add(stream);
            count++;
            return stream;
        }
    }

    public void Remove(WebChatStream stream)
    {
        lock (gate)
        {
            if (!open.TryGetValue(stream.Conversation, out var streams) || !streams.Remove(stream))
            {
                return;
            }

            count--;
            if (streams.Count == 0)
            {
                open.Remove(stream.Conversation);
            }
        }
    }

    /// <summary>New lines are committed: every stream of the chat reads them.</summary>
    public void Wake(string conversation)
    {
        WakeHere(conversation);
        Woken?.Invoke(conversation);
    }

    /// <summary>The same for lines that another process committed.</summary>
    public void WakeHere(string conversation) => Signal(conversation, new WebChatSignal());

    /// <summary>This process has committed new lines of a chat whose tabs may be open elsewhere.</summary>
    public event Action<string>? Woken;

    /// <summary>Sends something that is not stored, after the lines that are; not at all when the bot has spoken after <paramref name="afterLine"/>.</summary>
    public void Pass(string conversation, string frame, long afterLine = long.MaxValue) => Signal(conversation, new WebChatSignal(frame, afterLine));

    /// <summary>Ends every stream of a chat that was forgotten.</summary>
    public void End(string conversation)
    {
        lock (gate)
        {
            foreach (var stream in open.GetValueOrDefault(conversation) ?? [])
            {
                stream.End(WebChatStream.Ended);
            }
        }
    }

    private void Signal(string conversation, WebChatSignal signal)
    {
        lock (gate)
        {
            foreach (var stream in open.GetValueOrDefault(conversation) ?? [])
            {
                stream.Signal(signal);
            }
        }
    }
}
