using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Tests.Evidence;

/// <summary>A provider that answers as it is told, by reference, and remembers what it was asked.</summary>
internal sealed class FakeChannel(string name) : IChannel
{
    /// <summary>The shortest bytes that are a JPEG by their start.</summary>
    public static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4, 5, 6, 7, 8];

    private readonly List<InboundMedia> asked = [];

    public string Name => name;

    public string Account => "account";

    public ChannelProfile Profile => ChannelProfile.Telegram;

    public IReadOnlyList<InboundMedia> Asked => asked;

    public Func<InboundMedia, CancellationToken, Task<FetchResult>> Answer { get; set; } =
        (_, _) => Task.FromResult<FetchResult>(new FetchResult.Fetched(Photo));

    public void Answers(FetchResult result) => Answer = (_, _) => Task.FromResult(result);

    /// <summary>Never answers. The task ends when it has been asked.</summary>
    public Task Hangs()
    {
        var beingAsked = new TaskCompletionSource();
        Answer = (_, _) =>
        {
            beingAsked.TrySetResult();
            return new TaskCompletionSource<FetchResult>().Task;
        };
        return beingAsked.Task;
    }

    public Task<FetchResult> FetchAsync(InboundMedia media, long maxBytes, CancellationToken cancellation)
    {
        lock (asked)
        {
            asked.Add(media);
        }

        return Answer(media, cancellation);
    }

    public Task<SendResult> SendAsync(SendAttempt attempt, CancellationToken cancellation) =>
        Task.FromResult<SendResult>(new SendResult.Failed("not_here", Retryable: false));
}
