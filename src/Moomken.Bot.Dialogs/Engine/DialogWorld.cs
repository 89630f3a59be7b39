using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Everything about the person and the moment that the engine may look at. Handed in with each turn; the engine has no clock of its own.</summary>
public sealed record DialogContext
{
    public required Tongue Tongue { get; init; }

    public required ChannelProfile Channel { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Facts about the person by name (<c>role</c>, <c>station</c>, <c>station_label</c>, <c>language_chosen</c> …); texts may show them.</summary>
    public ImmutableDictionary<string, string> Facts { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>What a named function of a dialog file sees.</summary>
public sealed record FunctionContext(DialogContext Context, IReadOnlyDictionary<string, Answer> Slots)
{
    public string? Slot(string name) => Slots.TryGetValue(name, out var answer) ? answer.Value : null;

    public string? Fact(string name) => Context.Facts.GetValueOrDefault(name);
}

/// <summary>A resolver's reading of written words or of a shared location.</summary>
public abstract record Resolution
{
    private Resolution()
    {
    }

    /// <summary>Understood, or kept as it was written.</summary>
    /// <param name="Answer">What is stored.</param>
    /// <param name="Slots">Further slots that the same words filled.</param>
    /// <param name="TextKey">What is said before it goes on: that nothing was read in the words, and they are kept; null for nothing.</param>
    /// <param name="Args">What fills it.</param>
    public sealed record Found(
        Answer Answer, ImmutableDictionary<string, Answer>? Slots = null, string? TextKey = null, ImmutableDictionary<string, string>? Args = null) : Resolution
    {
        private const int MostShown = 60;

        /// <summary>Words in which nothing was read, as the label of the answer; <c>{value}</c> of the text shows them.</summary>
        public static Found AsWritten(Answer words, string textKey) =>
            new(words, TextKey: textKey, Args: ImmutableDictionary<string, string>.Empty.Add("value", Bidi.Isolate(Shown(words.Label ?? ""))));

        private static string Shown(string words) => words.Length <= MostShown ? words : WholeLetters.Begin(words, MostShown) + "…";
    }

    /// <summary>Several are likely: the person is asked which one. None at all is not understood.</summary>
    /// <param name="Options">What is offered.</param>
    /// <param name="Slots">Kept meanwhile.</param>
    /// <param name="TextKey">What is said before the question (a station that is closed); null for nothing.</param>
    /// <param name="Args">What fills it.</param>
    public sealed record Several(
        ImmutableArray<Choice> Options, ImmutableDictionary<string, Answer>? Slots = null, string? TextKey = null, ImmutableDictionary<string, string>? Args = null) : Resolution;

    /// <summary>Not understood. <paramref name="TextKey"/> says which rule was broken; <paramref name="Args"/> fill it.</summary>
    /// <param name="TextKey">What is said.</param>
    /// <param name="Args">What fills it.</param>
    /// <param name="Asks">True where nothing was wrong (a greeting is greeted): the question is then shown on every channel.</param>
    public sealed record Wrong(string TextKey, ImmutableDictionary<string, string>? Args = null, bool Asks = false) : Resolution;
}

/// <summary>
/// The C# that dialog files call by name. Guards, choices and resolvers are pure; actions run outside the engine and
/// are listed here only with their outcomes, so that a file can be checked without running anything.
/// </summary>
public sealed class DialogFunctions
{
    public Dictionary<string, Func<FunctionContext, bool>> Guards { get; } = [];

    public Dictionary<string, Func<FunctionContext, ImmutableArray<Choice>>> Choices { get; } = [];

    /// <summary>Reads an answer from words or a location (the input is one of the two).</summary>
    public Dictionary<string, Func<DialogInput, FunctionContext, Resolution>> Resolvers { get; } = [];

    /// <summary>Label of a stored value in a language, for reviews and texts: <c>{category}</c>. By slot, or by resolver for all fields that it reads.</summary>
    public Dictionary<string, Func<Answer, Tongue, string?>> Labels { get; } = [];

    /// <summary>How a stored value is shown: by what is registered for its slot, else for the resolver that read it; null when nothing is.</summary>
    public string? LabelOf(string slot, string? resolver, Answer answer, Tongue tongue) =>
        (Labels.GetValueOrDefault(slot) ?? (resolver is null ? null : Labels.GetValueOrDefault(resolver)))?.Invoke(answer, tongue);

    /// <summary>Actions by name.</summary>
    public Dictionary<string, ActionSignature> Actions { get; } = [];

    /// <summary>Names of the facts that the host gives with every turn: what texts may show beside the answers.</summary>
    public HashSet<string> Facts { get; } = [];

    /// <summary>Text keys that functions and the host say by themselves; they must be written, and count as used.</summary>
    public HashSet<string> Texts { get; } = [];
}

/// <summary>What a dialog file must know of an action.</summary>
/// <param name="Outcomes">Every outcome that it can return; a file routes each.</param>
/// <param name="Slots">The slots that it may write, which texts of the dialog can then show.</param>
public sealed record ActionSignature(ImmutableArray<string> Outcomes, ImmutableArray<string> Slots)
{
    public ActionSignature(params ImmutableArray<string> outcomes)
        : this(outcomes, [])
    {
    }
}
