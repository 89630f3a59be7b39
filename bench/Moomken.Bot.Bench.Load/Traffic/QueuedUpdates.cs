using System.Diagnostics;
using System.Text.Json;
using Moomken.Bot.Bench.Load.Http;

namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>
/// Updates that wait at Telegram while nobody asks for them. They are handed out as <c>getUpdates</c> does: a hundred at most, again and
/// again until the next question confirms them by its offset. Thread-safe.
/// </summary>
public sealed class QueuedUpdates(Crowd crowd)
{
    private const int Most = 100;
    private static readonly TimeSpan Nothing = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly Queue<(int Id, Conversation Person, int Turn, byte[] Update)> waiting = new();

    /// <summary>Everybody says their next word.</summary>
    public void Fill()
    {
        var buffer = new byte[16 * 1024];
        lock (gate)
        {
            foreach (var person in crowd.People)
            {
                var line = new Utf8Line(buffer);
                if (person.Begin(Stopwatch.GetTimestamp(), ref line, out var turn) is { } fault)
                {
                    person.Answered(turn, 0, fault);
                    continue;
                }

                var update = buffer[..line.Length];
                waiting.Enqueue((IdOf(update), person, turn, update));
            }
        }
    }

    /// <summary>The answer to one <c>getUpdates</c>: the members of its array.</summary>
    public async Task<IReadOnlyList<byte[]>> Ask(ReadOnlyMemory<byte> call)
    {
        var offset = OffsetOf(call);
        List<(Conversation Person, int Turn)> confirmed = [];
        List<byte[]> given;
        lock (gate)
        {
            while (waiting.TryPeek(out var first) && first.Id < offset)
            {
                waiting.Dequeue();
                confirmed.Add((first.Person, first.Turn));
            }

            given = [.. waiting.Take(Most).Select(update => update.Update)];
        }

        confirmed.ForEach(one => one.Person.Answered(one.Turn, 200, null));
        if (given.Count == 0)
        {
            await Task.Delay(Nothing).ConfigureAwait(false);
        }

        return given;
    }

    private static long OffsetOf(ReadOnlyMemory<byte> call)
    {
        using var question = JsonDocument.Parse(call);
        return question.RootElement.TryGetProperty("offset", out var offset) ? offset.GetInt64() : 0;
    }

    private static int IdOf(ReadOnlySpan<byte> update)
    {
        using var document = JsonDocument.Parse(update.ToArray());
        return document.RootElement.GetProperty("update_id").GetInt32();
    }
}
