using System.Collections.Frozen;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Conversations;

/// <summary>
/// STOP and START: the law's words, older than any dialog and stronger than every state. Whole messages only, so that a
/// report that contains the word is still a report.
/// </summary>
public static class HostWords
{
    private static readonly FrozenSet<string> StopWords = Folded(
        "stop", "stopall", "stop all", "unsubscribe", "quit", "/stop", "وقف", "أوقف", "إيقاف", "توقف", "قف", "ستوب", "الغاء الاشتراك", "وقف الرسائل");

    private static readonly FrozenSet<string> StartWords = Folded(
        "start", "unstop", "resume", "/start", "ابدأ", "بدء", "استئناف", "تشغيل", "ستارت", "رجّع الرسائل");

    /// <summary>The address as the duty roster wants it, for a coordinator who is being put on it.</summary>
    public static bool IsWhoAmI(string? text) => text?.Trim() is "/id";

    public static bool IsStop(string? text) => Holds(StopWords, text);

    public static bool IsStart(string? text) => Holds(StartWords, text);

    /// <summary>A call for help goes before everything that stands in its way: a stop, an agreement, a doubt.</summary>
    public static bool IsDanger(DialogLibrary library, string? text) => text is not null && library.Means(text, "danger");

    /// <summary>The bare word, or a sentence that is asked about ("we are in danger at the school"): neither waits for anything else.</summary>
    public static bool MayBeDanger(DialogLibrary library, string? text) => IsDanger(library, text) || DangerSentences.MayBe(text);

    private static bool Holds(FrozenSet<string> words, string? text) => text is { Length: > 0 and <= 40 } && words.Contains(ArabicText.FoldPhrase(text));

    private static FrozenSet<string> Folded(params string[] words) => words.Select(ArabicText.FoldPhrase).ToFrozenSet(StringComparer.Ordinal);
}
