using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>One leaf of a compiled dialog: a state as written, or a field of a form expanded into a state.</summary>
public sealed record DialogNode
{
    /// <summary>Names joined by dots: <c>report.category</c>.</summary>
    public required string Path { get; init; }

    public required StateDefinition State { get; init; }

    /// <summary>The group or form this leaf lies in; null at the top.</summary>
    public string? Parent { get; init; }

    /// <summary>Routes with their targets resolved to leaves.</summary>
    public ImmutableArray<RouteDefinition> Routes { get; init; } = [];

    public string? TimeoutTarget { get; init; }

    /// <summary>Set on the fields and the review of a form.</summary>
    public FormDefinition? Form { get; init; }

    public FormField? Field { get; init; }

    public bool IsReview => Form is not null && Field is null;

    public StateKind Kind => State.Kind;

    /// <summary>Text key of the question, without which an ask has none.</summary>
    public string Text => State.Text ?? "";

    public bool Accepts(string what) => State.Accept.Contains(what);

    /// <summary>The trigger that a choice or an outcome fires here.</summary>
    public string Trigger(string id) => Routes.Any(route => route.On.Contains(id)) ? id : Next;

    /// <summary>The routes of a trigger in file order. One without ids is for any of them.</summary>
    public IEnumerable<RouteDefinition> RoutesOf(string trigger) =>
        Routes.Where(route => route.On.IsEmpty || route.On.Contains(trigger));

    public const string Next = "next";

    public const string Timeout = "timeout";

    public const string Review = "review";

    public const string Edit = "edit";
}
