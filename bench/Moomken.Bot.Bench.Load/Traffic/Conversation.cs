using System.Diagnostics;
using Moomken.Bot.Bench.Load.Http;
using Moomken.Bot.Bench.Load.Script;

namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>
/// One person on their way through the script. A turn begins with an update and is over when the webhook answered 2xx
/// and every reply that the step expects has reached the stub. Thread-safe.
/// </summary>
public sealed class Conversation(long chat, int index, Crowd crowd)
{
    private readonly Lock gate = new();
    private readonly LastKeyboard keyboard = new();
    private int position;
    private int lastMessage;
    private int turn;
    private bool inTurn;
    private bool answered;
    private int repliesOwed;
    private long dueAt;
    private long answeredAt;
    private long heardAt;

    /// <summary>The person's place in the crowd, from 0.</summary>
    public int Index => index;

    /// <summary>How many turns were completed since the person came.</summary>
    public int TurnsDone { get; private set; }

    /// <summary>True after a turn that failed: this person does nothing more.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>Begins the next turn and writes its update. Returns what is wrong when there is no button to press.</summary>
    internal string? Begin(long due, ref Utf8Line line, out int begun)
    {
        lock (gate)
        {
            var step = crowd.Script[position];
            begun = ++turn;
            (inTurn, answered, repliesOwed, dueAt) = (true, false, step.Replies, due);
            if (step.Press is not null && keyboard.Button is null)
            {
                return $"{step.Name}: no button matches \"{step.Press}\". {keyboard.DescribeMissing()}";
            }

            Write(ref line, step);
            keyboard.Forget();
            return null;
        }
    }

    /// <summary>A sendMessage for this person arrived. Returns the id that the message gets.</summary>
    public int Hear(ReadOnlySpan<byte> body)
    {
        lock (gate)
        {
            lastMessage++;
            var next = crowd.Script[inTurn ? crowd.Script.After(position) : position];
            if (next.Press is { } label)
            {
                keyboard.Look(body, lastMessage, label);
            }

            if (!inTurn || repliesOwed == 0)
            {
                crowd.CountUnexpected();
            }
            else if (--repliesOwed == 0)
            {
                heardAt = Stopwatch.GetTimestamp();
            }

            return lastMessage;
        }
    }

    /// <summary>The webhook answered, or posting failed before that.</summary>
    /// <param name="begun">The turn's number: an answer to a turn that was given up meanwhile means nothing.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="fault">What went wrong before there was a status.</param>
    public void Answered(int begun, int status, string? fault)
    {
        lock (gate)
        {
            if (begun != turn)
            {
                return;
            }

            fault ??= status is >= 200 and <= 299 ? null : $"the webhook answered {status}";
            answered = fault is null;
            answeredAt = Stopwatch.GetTimestamp();
            crowd.NoteAnswered(answeredAt);
        }

        if (fault is null)
        {
            Settle();
        }
        else
        {
            Fail(fault);
        }
    }

    /// <summary>Ends the turn if nothing of it is missing any more.</summary>
    public void Settle()
    {
        TurnTimes times;
        lock (gate)
        {
            if (!inTurn || !answered || repliesOwed > 0)
            {
                return;
            }

            inTurn = false;
            position = crowd.Script.After(position);
            TurnsDone++;
            times = new(answeredAt - dueAt, Math.Max(answeredAt, heardAt) - dueAt);
        }

        crowd.End(this, times);
    }

    /// <summary>Gives up if the turn was due before <paramref name="limit"/>.</summary>
    public void FailIfDueBefore(long limit)
    {
        string reason;
        lock (gate)
        {
            if (!inTurn || dueAt >= limit)
            {
                return;
            }

            reason = $"{crowd.Script[position].Name}: " + (answered ? "no reply in time" : "no answer of the webhook in time");
        }

        Fail(reason);
    }

    /// <summary>Gives up for good: one fault must not be followed by one for every later step.</summary>
    private void Fail(string reason)
    {
        lock (gate)
        {
            if (!inTurn)
            {
                return;
            }

            inTurn = false;
            GaveUp = true;
        }

        crowd.Faults.Add(reason);
        crowd.End(this, null);
    }

    private void Write(ref Utf8Line line, ScriptStep step)
    {
        var (update, now) = (crowd.NextUpdate(), crowd.UnixSeconds);
        if (step.Press is null)
        {
            UpdateWriter.Sent(ref line, update, chat, ++lastMessage, now, step);
        }
        else if (keyboard.Button is { CallbackData: { } data })
        {
            UpdateWriter.Pressed(ref line, update, chat, keyboard.MessageId, now, data);
        }
        else if (keyboard.Button is { TypedMembers: { } members })
        {
            UpdateWriter.Said(ref line, update, chat, ++lastMessage, now, members);
        }
    }
}
