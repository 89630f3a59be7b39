using System.Text.RegularExpressions;
using Moomken.Bot.Bench.Load.Stub;

namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>The button that a person will press next, found when its message came. Not thread-safe.</summary>
internal sealed class LastKeyboard
{
    private byte[]? without;

    /// <summary>Null when no message since the last press had the button.</summary>
    public Button? Button { get; private set; }

    /// <summary>The id of the message that carries it.</summary>
    public int MessageId { get; private set; }

    public void Look(ReadOnlySpan<byte> body, int messageId, Regex label)
    {
        if (SentMessage.Find(body, label) is { } found)
        {
            (Button, MessageId) = (found, messageId);
        }
        else if (Button is null)
        {
            without = body.ToArray();
        }
    }

    public void Forget() => Button = null;

    /// <summary>What came instead of the button.</summary>
    public string DescribeMissing() => SentMessage.Describe(without);
}
