using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.People;

namespace Moomken.Bot.Conversations;

/// <summary>What must be asked before anything else: the agreement of a stranger, and whose a number is that was silent for long. A call for help goes first.</summary>
public static class FirstContact
{
    /// <summary>The wording of the agreement; raised when what it says changes, and everybody is then asked again.</summary>
    public const int AgreementVersion = 1;

    /// <summary>The dialog that asks a stranger's language and agreement.</summary>
    public const string Dialog = "welcome";

    /// <summary>A shorter text is an answer or a greeting, and no story that must be kept.</summary>
    private const int ShortestHeld = 12;

    public static bool HasAgreed(Person person) => person.Agreement?.Version == AgreementVersion;

    /// <summary>Nobody is talked with before they know who we are; what they said is kept.</summary>
    public static DialogInput Welcomed(ConversationTurn turn, DialogInput input) =>
        HasAgreed(turn.Person) || turn.Conversation.Session.Top is not null || IsDanger(turn, input) ? input : new DialogInput.Open(Dialog, Held(turn, input));

    /// <summary>Nothing is shown on a number that was silent for long before it is known whose it is.</summary>
    public static DialogInput Known(ConversationTurn turn, DialogInput input) =>
        !turn.Conversation.Doubted || input is DialogInput.Open || turn.Conversation.Session.Top?.Dialog is StillYou.Dialog or DialogEngine.DangerDialog or DialogEngine.DangerQuestion || IsDanger(turn, input)
            ? input
            : new DialogInput.Open(StillYou.Dialog, Held(turn, input));

    private static bool IsDanger(ConversationTurn turn, DialogInput input) => HostWords.MayBeDanger(turn.Library, (input as DialogInput.Text)?.Value ?? (input as DialogInput.Media)?.Caption);

    /// <summary>What was said is kept while something else must be asked first. A word that opens something ("change language") is no account of anything: null.</summary>
    public static Answer? Told(ConversationTurn turn, DialogInput input) => input switch
    {
        DialogInput.Text { Value: { Length: >= ShortestHeld } words } when !words.StartsWith('/') && !turn.Library.MeansAnything(words) => new Answer(words),
        DialogInput.Media media => new Answer(media.Caption ?? "", Items: [.. media.Items.Select(item => $"{item.Kind}:{item.Id}")]),
        _ => null,
    };

    private static ImmutableDictionary<string, Answer> Held(ConversationTurn turn, DialogInput input) =>
        Told(turn, input) is { } told ? ImmutableDictionary<string, Answer>.Empty.Add(DialogEngine.HeldSlot, told) : ImmutableDictionary<string, Answer>.Empty;
}
