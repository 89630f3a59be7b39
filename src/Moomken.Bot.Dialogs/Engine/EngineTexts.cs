using System.Collections.Frozen;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>The text keys that the program itself says, with the places that it fills in each. All must be written.</summary>
public static class EngineTexts
{
    /// <summary>Keys that begin so are for other readers (an app's command menu, export headers): nobody here asks for them.</summary>
    public static readonly IReadOnlyList<string> Elsewhere = ["common.commands.", "exports."];

    public static readonly FrozenDictionary<string, string[]> Places = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["common.progress"] = ["step", "of"],
        ["common.files"] = ["count"],
        ["common.shortened"] = ["most"],
        ["common.number_wrong"] = ["value", "least", "most"],
        ["common.number_range"] = ["value", "least", "most"],
        ["common.code_wrong"] = ["value", "count"],
        ["common.no_line"] = ["value", "most"],
        ["common.no_line_one"] = ["value"],
        ["common.took_addition"] = ["code"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Said by the engine, whatever the dialog.</summary>
    public static readonly IReadOnlyList<string> Engine =
    [
        "common.menu", "common.back", "common.more", "common.human", "common.none", "common.edit",
        "common.miss", "common.miss_text", "common.stuck", "common.which", "common.number_wrong", "common.number_range",
        "common.code_wrong", "common.several_wrong", "common.list_again",
        "common.no_line", "common.no_line_one",
        "common.stale", "common.not_here", "common.nothing_open", "common.unknown_command", "common.unsupported", "common.no_back",
        "common.no_media_here", "common.no_location_here", "common.too_long", "common.changed_meanwhile", "common.went_wrong",
        "common.cancelled", "common.added", "common.added_to_report", "common.held", "common.place_noted", "common.shortened",
        "common.not_said", "common.files", "common.progress", "common.help_text", "common.busy",
        "common.confirm_cancel", "common.confirm_cancel.leave", "common.confirm_cancel.stay",
        "common.confirm_resume", "common.confirm_resume.go_on", "common.confirm_resume.anew",
    ];

    /// <summary>Said by the host outside of any dialog.</summary>
    public static readonly IReadOnlyList<string> Host =
        ["common.edited", "common.took_addition", "common.stopped", "common.started", "common.is_stopped", "common.list", "common.private_only"];
}
