using System.Collections.Immutable;
using System.Text;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>Lays choices out as rows of inline buttons.</summary>
internal static class TelegramKeyboard
{
    /// <summary>Most bytes that a button can carry.</summary>
    public const int LongestPayload = 64;

    /// <summary>Titles up to this many UTF-16 units fit twice in a row on a phone 360 px wide.</summary>
    public const int ShortLabel = 18;

    /// <summary>Most buttons that apps show in one message. The channel's profile stays far below it.</summary>
    private const int MostButtons = 100;

    /// <summary>Ways out are short words; more than this many in a row get cut off.</summary>
    private const int WaysInRow = 4;

    /// <summary>True when a button could not carry what it must bring back; Telegram would refuse the whole message.</summary>
    public static bool IsTooLong(OutboundChoice choice) => Encoding.UTF8.GetByteCount(choice.Payload) is 0 or > LongestPayload;

    /// <summary>
    /// Rows from top to bottom. Two short titles stand side by side, a long one stands alone, the ways out come last. Buttons are
    /// never mirrored by the apps, so a row is turned round for Arabic: its first choice stands at the right, where reading begins.
    /// </summary>
    public static List<List<OutboundChoice>> Rows(ImmutableArray<OutboundChoice> choices, Tongue tongue)
    {
        var ways = choices.Where(choice => choice.Way).Take(MostButtons).ToList();
        var rows = new List<List<OutboundChoice>>();
        foreach (var choice in choices.Where(choice => !choice.Way).Take(MostButtons - ways.Count))
        {
            if (rows is [.., [{ } beside]] && IsShort(beside) && IsShort(choice))
            {
                rows[^1].Add(choice);
            }
            else
            {
                rows.Add([choice]);
            }
        }

        rows.AddRange(ways.Chunk(WaysInRow).Select(row => row.ToList()));
        if (tongue == Tongue.Arabic)
        {
            rows.ForEach(row => row.Reverse());
        }

        return rows;
    }

    private static bool IsShort(OutboundChoice choice) => choice.Label.Length <= ShortLabel;
}
