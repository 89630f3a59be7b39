using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>A one-line report taken apart, before any value is read: <c>FORM [ID] (TAG VALUE)* [@ comment]</c>.</summary>
public sealed record OneLineMessage
{
    public required FormDefinition Form { get; init; }

    /// <summary>The whole message, without direction marks and control characters.</summary>
    public required string Text { get; init; }

    /// <summary>The form's word as it was written.</summary>
    public required string Word { get; init; }

    /// <summary>True when it began with the form's code, which nobody begins a sentence with; false for one of its words.</summary>
    public required bool ByCode { get; init; }

    /// <summary>The case code of the report that this corrects or completes: 8 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>A <c>!</c> behind the form's word: a new report, whatever was sent before.</summary>
    public bool IsNew { get; init; }

    /// <summary>What stands between the form's word and the first tag: values without a tag, and words that nothing asked for.</summary>
    public string Head { get; init; } = "";

    public ImmutableArray<TaggedValue> Values { get; init; } = [];

    /// <summary>What stands behind <c>@</c> or <c>|</c>.</summary>
    public string? Comment { get; init; }

    /// <summary>True when nothing but the form's word marks it as a report: it may be a sentence that begins with that word.</summary>
    public bool IsSentence { get; init; }

    /// <summary>True when it says more than which report is meant.</summary>
    public bool HasValues => Head.Length > 0 || !Values.IsEmpty || Comment is not null || IsSentence;

    /// <summary>True when nothing follows the form's word.</summary>
    public bool IsEmpty => Reference is null && !IsNew && Head.Length == 0 && Values.IsEmpty && Comment is null && !IsSentence;
}

/// <param name="Field">The field of the tag.</param>
/// <param name="Raw">What was written for it, as it was written; may be empty.</param>
public sealed record TaggedValue(FormField Field, string Raw);
