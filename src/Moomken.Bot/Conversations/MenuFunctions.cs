using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Conversations;

/// <summary>What the menu does with words that are no choice: a greeting is greeted, a story is offered as a report.</summary>
public static class MenuFunctions
{
    /// <summary>Shorter words are a greeting or a slip, not an account of something that happened.</summary>
    public const int ShortestStory = 12;

    /// <summary>A row of emoji is no account of anything.</summary>
    private const int FewestLetters = 6;

    private static readonly HashSet<string> Greetings = [.. new[]
    {
        "سلام", "السلام عليكم", "السلام عليكم ورحمة الله", "السلام عليكم ورحمة الله وبركاته", "مرحبا", "أهلا", "اهلين", "هلا", "صباح الخير",
        "مساء الخير", "hello", "hi", "hey", "good morning", "good evening", "salam",
    }.Select(ArabicText.FoldPhrase)];

    private static readonly HashSet<string> Thanks = [.. new[]
    {
        "شكرا", "شكرا جزيلا", "شكرا لكم", "يعطيك الصحة", "يعطيكم الصحة", "بارك الله فيك", "بارك الله فيكم", "thanks", "thank you", "thank you very much",
    }.Select(ArabicText.FoldPhrase)];

    public static void Register(IDictionary<string, DialogAction> actions) =>
        actions["let_go_of_held"] = _ => ActionOutcome.Of("done", ("held", ""));

    public static void Register(DialogFunctions functions)
    {
        functions.Texts.UnionWith(
        [
            "menu.greeting", "menu.thanked", "menu.main.miss", "common.stale_notice", "common.stopped", "common.started", "common.is_stopped", "common.is_stopped_kept", "common.edited", "common.your_id", "common.took_addition",
        ]);
        functions.Actions["let_go_of_held"] = new(["done"], ["held"]);
        functions.Guards["nothing_held"] = context => !IsStory(context.Slots.GetValueOrDefault("held"));
        functions.Resolvers["menu_words"] = (input, _) => input switch
        {
            DialogInput.Text { Value: var text } when Greetings.Contains(ArabicText.FoldPhrase(text)) => new Resolution.Wrong("menu.greeting", Asks: true),
            DialogInput.Text { Value: var text } when Thanks.Contains(ArabicText.FoldPhrase(text)) => new Resolution.Wrong("menu.thanked", Asks: true),
            DialogInput.Text { Value: var text } when IsStory(new Answer(text)) => new Resolution.Found(new Answer(text)),
            _ => new Resolution.Wrong("menu.main.miss"),
        };
    }

    private static bool IsStory(Answer? held) =>
        held is not null && (!held.Items.IsDefaultOrEmpty || IsStory(held.Value));

    private static bool IsStory(string text)
    {
        var phrase = ArabicText.FoldPhrase(text);
        return text.Length >= ShortestStory && text.Count(char.IsLetter) >= FewestLetters && !Greetings.Contains(phrase) && !Thanks.Contains(phrase);
    }
}
