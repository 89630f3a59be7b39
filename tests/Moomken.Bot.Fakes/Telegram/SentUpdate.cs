using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Moomken.Bot.Fakes.Telegram;

/// <summary>An update on its way to the bot.</summary>
public sealed class SentUpdate
{
    private readonly TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<int> answers = new();

    internal SentUpdate(long id, string queue, string kind, JsonObject content)
    {
        Id = id;
        Queue = queue;
        Kind = kind;
        Json = new JsonObject { ["update_id"] = id, [kind] = content }.ToJsonString();
    }

    public long Id { get; }

    /// <summary>The update's field: message, callback_query …</summary>
    public string Kind { get; }

    /// <summary>The body as it is posted.</summary>
    public string Json { get; }

    /// <summary>Completes when the webhook answered 2xx or a poll confirmed it.</summary>
    public Task Acknowledged => taken.Task;

    /// <summary>The webhook's answers so far; 0 where there was none.</summary>
    public IReadOnlyCollection<int> Answers => answers;

    internal string Queue { get; }

    internal void Answered(int status)
    {
        answers.Enqueue(status);
        if (status is >= 200 and < 300)
        {
            taken.TrySetResult();
        }
    }

    internal void Confirmed() => taken.TrySetResult();
}
