namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>The text keys that replies to one-line reports and the printed guide say.</summary>
public static class OneLineTexts
{
    private static readonly string[] Replies =
    [
        "saved", "known", "corrected", "added", "unchanged", "not_enough", "nothing_read", "unknown_case", "between", "saved_fields", "changed", "change",
        "wrong", "wrong_value", "not_understood", "missing", "likely", "mended", "mended_field", "high", "danger", "mend", "help", "in_question", "is_so", "is_not", "no_word", "no_word_else", "offer",
        "waits", "let_go",
    ];

    private static readonly string[] Rules =
        ["number", "number_from", "code", "code_length", "yes_no", "choice", "needs", "multi", "likely", "several", "twice", "time", "future", "place", "moved", "moved_now", "closed", "closed_now"];

    private static readonly string[] Examples = ["place", "story", "text", "time"];

    private static readonly string[] Guide = ["title", "how", "correct", "tag", "value", "example", "replies", "marks", "codes", "danger", "help"];

    public static IEnumerable<string> Keys => Replies.Concat(Rules.Select(rule => $"rule_{rule}")).Concat(Examples.Select(example => $"example_{example}"))
        .Concat(Guide.Select(part => $"guide_{part}")).Select(key => $"oneline.{key}");
}
