using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>What one field of a one-line report came to.</summary>
/// <param name="Field">The field.</param>
/// <param name="Raw">Its value as it was written.</param>
public sealed record LineField(FormField Field, string Raw)
{
    /// <summary>What is kept; null when nothing is.</summary>
    public Answer? Answer { get; init; }

    /// <summary>Further answers that the same words gave.</summary>
    public ImmutableDictionary<string, Answer> Also { get; init; } = ImmutableDictionary<string, Answer>.Empty;

    /// <summary>The rule that was broken; null for a value that is accepted as it is.</summary>
    public LineRule? Wrong { get; init; }

    /// <summary>What was read where letters stood for digits.</summary>
    public string? Mended { get; init; }

    /// <summary>A count so high that the person is asked to look again; it is kept.</summary>
    public bool IsHigh { get; init; }

    /// <summary>What was written behind the value and belongs to no field.</summary>
    public string Rest { get; init; } = "";

    public bool IsSaved => Wrong is null && Answer is not null;

    public static LineField Refused(FormField field, string raw, string rule, params (string Name, string Value)[] values) =>
        new(field, raw) { Wrong = new LineRule(rule, [.. values]) };
}

/// <summary>A rule as the person is told it.</summary>
/// <param name="Key">Last part of the text key <c>oneline.rule_…</c>.</param>
/// <param name="Values">What fills it.</param>
public sealed record LineRule(string Key, ImmutableArray<(string Name, string Value)> Values)
{
    /// <summary>Name of the value that takes the place of the candidates with their names where there is no room for them.</summary>
    public const string Ids = "ids";
}
