using System.Collections.Frozen;
using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Incidents;

/// <summary>What can be reported: categories with their subtypes, in the order in which they are offered. Immutable.</summary>
public sealed class IncidentCatalogue
{
    /// <summary>Longest short label, in UTF-16 units: what a row of a WhatsApp list can show.</summary>
    public const int MaxShortLabel = 24;

    public static readonly IncidentCatalogue Empty = new([]);

    private readonly FrozenDictionary<string, IncidentCategory> categories;
    private readonly FrozenDictionary<string, IncidentSubtype> subtypes;

    internal IncidentCatalogue(ImmutableArray<IncidentCategory> categories)
    {
        Categories = categories;
        this.categories = categories.ToFrozenDictionary(category => category.Id);
        subtypes = categories.SelectMany(category => category.Subtypes).ToFrozenDictionary(subtype => subtype.Id);
    }

    public ImmutableArray<IncidentCategory> Categories { get; }

    public IEnumerable<IncidentSubtype> Subtypes => Categories.SelectMany(category => category.Subtypes);

    /// <summary>Null for an id that is not in the catalogue (any more).</summary>
    public IncidentCategory? Category(string? id) => id is null ? null : categories.GetValueOrDefault(id);

    /// <summary>Null for an id that is not in the catalogue (any more).</summary>
    public IncidentSubtype? Subtype(string? id) => id is null ? null : subtypes.GetValueOrDefault(id);
}

/// <param name="Id">Three capital letters, stored in reports (<c>VIO</c>).</param>
/// <param name="Label">Full and short, in both languages.</param>
/// <param name="Severity">1 to 4, for a report of this category without a subtype.</param>
/// <param name="Subtypes">At least one.</param>
public sealed record IncidentCategory(string Id, IncidentLabel Label, int Severity, ImmutableArray<IncidentSubtype> Subtypes);

/// <param name="Id">Category, dash, number, stored in reports (<c>VIO-1</c>).</param>
/// <param name="Category">The category's id.</param>
/// <param name="Label">Full and short, in both languages.</param>
/// <param name="Severity">1 low, 2 medium, 3 high, 4 critical; 3 and 4 alert the duty coordinators.</param>
/// <param name="Words">What people write when they mean this, in any language, not folded.</param>
public sealed record IncidentSubtype(string Id, string Category, IncidentLabel Label, int Severity, ImmutableArray<string> Words);

/// <summary>The full label is for texts; the short one, at most <see cref="IncidentCatalogue.MaxShortLabel"/>, for buttons and rows.</summary>
public sealed record IncidentLabel(string Arabic, string English, string ShortArabic, string ShortEnglish)
{
    public string Full(Tongue tongue) => tongue == Tongue.Arabic ? Arabic : English;

    public string Button(Tongue tongue) => tongue == Tongue.Arabic ? ShortArabic : ShortEnglish;
}
