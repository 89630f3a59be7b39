using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Conversations;

/// <summary>What the menu does with words that are no choice: a greeting is greeted, a story is offered as a report.</summary>
public static class MenuFunctions
{
    /// <summary>Shorter words are a greeting or a slip, not an account of something that happened.</summary>
    public const int ShortestStory = 12;

    private static readonly HashSet<string> Greetings = [.. new[]
    {
        "سلام", "السلام عليكم", "السلام عليكم ورحمة الله", "السلام عليكم ورحمة الله وبركاته", "مرحبا", "أهلا", "اهلين", "هلا", "صباح الخير",
        "مساء الخير", "شكرا", "شكرا جزيلا", "يعطيك الصحة", "بارك الله فيك", "hello", "hi", "hey", "good morning", "good evening", "thanks", "thank you", "salam",
    }.Select(ArabicText.FoldPhrase)];

    public static void Register(DialogFunctions functions)
    {
        functions.Texts.UnionWith(
        [
            "menu.greeting", "common.stale_notice", "common.stopped", "common.started", "common.is_stopped", "common.edited", "common.took_addition",
        ]);
        functions.Guards["nothing_held"] = context => !IsStory(context.Slots.GetValueOrDefault("held"));
        functions.Resolvers["menu_words"] = (input, _) => input switch
        {
            DialogInput.Text { Value: var text } when Greetings.Contains(ArabicText.FoldPhrase(text)) => new Resolution.Wrong("menu.greeting"),
            DialogInput.Text { Value: var text } when text.Length >= ShortestStory => new Resolution.Found(new Answer(text)),
            _ => new Resolution.Wrong("common.miss"),
        };
    }

    private static bool IsStory(Answer? held) =>
        held is not null && (!held.Items.IsDefaultOrEmpty || (held.Value.Length >= ShortestStory && !Greetings.Contains(ArabicText.FoldPhrase(held.Value))));
}
