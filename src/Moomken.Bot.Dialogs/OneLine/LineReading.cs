using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>A one-line report with every value read: each field by itself, so that one wrong value spoils no other.</summary>
public sealed record LineReading
{
    public required OneLineMessage Message { get; init; }

    /// <summary>The fields that were written, in the order of the form.</summary>
    public ImmutableArray<LineField> Fields { get; init; } = [];

    /// <summary>What belongs to no field, as it was written.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];

    /// <summary>Words behind <c>@</c> where the form has no field for a story.</summary>
    public string? Comment { get; init; }

    public FormDefinition Form => Message.Form;

    /// <summary>Every answer to keep, those beside a refused value among them.</summary>
    public ImmutableSortedDictionary<string, Answer> Given
    {
        get
        {
            var given = ImmutableSortedDictionary<string, Answer>.Empty.WithComparers(StringComparer.Ordinal);
            foreach (var read in Fields)
            {
                given = read.Also.Aggregate(given, (slots, pair) => slots.SetItem(pair.Key, pair.Value));
                given = read.Answer is null ? given : given.SetItem(read.Field.Id, read.Answer);
            }

            return given;
        }
    }

    public IEnumerable<LineField> Wrong => Fields.Where(read => read.Wrong is not null);

    public bool HasFaults => Wrong.Any() || !Unknown.IsEmpty;
}
