using System.Text.RegularExpressions;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

/// <summary>How we write to people: short, plain, and laid out from the right.</summary>
public partial class ArabicStyleTests
{
    private const int LongestSentence = 12;

    private static readonly IEnumerable<(string Key, string Text)> Arabic = Shipped.Library.Texts.Entries
        .Where(entry => !entry.IsWords).Select(entry => (entry.Key, entry.Templates[(int)Tongue.Arabic]!.Source));

    [Fact]
    public void Sentences_are_short() => Assert.Equal(
        [],
        Arabic.SelectMany(text => SentenceEnd().Split(text.Text).Select(sentence => (text.Key, sentence)))
            .Where(part => part.sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > LongestSentence));

    [Fact]
    public void A_text_begins_with_an_Arabic_letter_so_that_it_is_laid_out_from_the_right() => Assert.Equal(
        [],
        Arabic.Where(text => text.Key is not ("common.progress" or "welcome.language.english" or "language.which.english"))
            .Where(text => FirstLetter(text.Text) is not ('\0' or >= '\u0620' and <= '\u064A')).Select(text => text.Key));

    [Fact]
    public void There_is_no_Latin_but_in_the_question_of_the_language() => Assert.Equal(
        ["language.which.english", "welcome.language", "welcome.language.english", "welcome.language.help"],
        Arabic.Where(text => Places().Replace(text.Text, "").Any(char.IsAsciiLetter)).Select(text => text.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_is_said_by_a_picture() => Assert.Equal(
        [], Arabic.Where(text => !Marks.Contains(text.Text)).Where(text => text.Text.Any(c => char.IsSurrogate(c) || c is >= '\u2190' and <= '\u27BF')).Select(text => text.Key));

    [Fact]
    public void Labels_of_choices_fit_a_button() => Assert.Equal(
        [],
        Shipped.Library.Dialogs.Values.SelectMany(dialog => dialog.Nodes.Values)
            .SelectMany(node => node.State.Choices.Ids.Select(id => Shipped.Library.Texts.Find($"{node.Text}.{id}", Tongue.Arabic)?.Source))
            .Where(label => label?.Length > 20));

    /// <summary>The marks of the reply to a one-line report: each is one unit of an SMS where a word would be six.</summary>
    private static readonly string[] Marks = ["✓ {list}", "✗ {field} {value}: {rule}", "✗ {field} {value}", "✗ لم نفهم: {list}", "{field}: {old} ← {new}", GuideOfMarks];

    private const string GuideOfMarks = "✓ حُفظ، ✗ خطأ مع القاعدة، ؟ ناقص. يُكتب الناقص والخطأ وحدهما مع رمز البلاغ.";

    private static char FirstLetter(string text) => Places().Replace(text, "").FirstOrDefault(char.IsLetter);

    [GeneratedRegex("[.؟!:\n]")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex("\\{\\w+\\}")]
    private static partial Regex Places();
}
