using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Rendering;

/// <summary>
/// Gives a message the shape of a channel: buttons where they fit, else a list, else numbers to type. What a person may
/// type is the same on every channel; only the drawing differs.
/// </summary>
public static class NumberedText
{
    private const string Cut = "…";

    /// <summary>
    /// Never throws for any text. No part is longer than <see cref="ChannelProfile.MaxText"/>, every isolate is closed,
    /// and a label that had to be cut stands whole in the text.
    /// </summary>
    public static ChannelShape Render(OutboundMessage message, ChannelProfile profile)
    {
        var choices = message.Choices.Where(choice => !choice.Way).ToList();
        var ways = message.Choices.Where(choice => choice.Way).ToList();
        var style = Style(message, profile, choices.Count);
        var longest = style == ChoiceStyle.List ? profile.MaxRowTitle : profile.MaxButtonTitle;
        var room = (style == ChoiceStyle.List ? profile.MaxListRows : profile.MaxButtons) - choices.Count;
        var drawsWays = style is ChoiceStyle.Buttons or ChoiceStyle.List && ways.Count <= room;
        var drawn = style is ChoiceStyle.Buttons or ChoiceStyle.List ? choices.Concat(drawsWays ? ways : []).ToList() : [];

        var lines = new List<string> { message.Tongue == Tongue.Arabic ? Bidi.EnsureRightToLeftStart(message.Text) : message.Text };
        lines.AddRange((style == ChoiceStyle.Numbers ? choices.Where(choice => !choice.InText) : drawn.Where(choice => !Fits(choice.Label, longest)))
            .Select(choice => Line(choice, message.Tongue)));
        lines.Add(drawsWays ? "" : string.Join(' ', ways.Select(way => Typed(way))));

        var text = string.Join('\n', lines.Where(line => line.Length > 0));
        // Old phones draw isolates as boxes, and one of them makes an English SMS cost twice.
        var parts = TextSplit.Split(profile.Segments ? Bidi.WithoutMarks(Bidi.Mend(text)) : text, profile.MaxText);
        return new ChannelShape(parts, style, [.. drawn.Select(choice => new PressableChoice(choice.Payload, Title(choice, message.Tongue, longest), choice.Way))]);
    }

    /// <summary>Buttons need a text to stand under; a title cut down to nothing but dots would help nobody.</summary>
    private static ChoiceStyle Style(OutboundMessage message, ChannelProfile profile, int choices)
    {
        if (message.Choices.Length == 0)
        {
            return ChoiceStyle.None;
        }

        var drawable = !IsBlank(message.Text) && profile.MaxButtonTitle > 1 && message.Choices.All(choice => !IsBlank(choice.Label));
        var onlyWays = choices == 0 ? message.Choices.Length : choices;
        return !drawable ? ChoiceStyle.Numbers
            : profile.MaxButtons > 0 && onlyWays <= profile.MaxButtons ? ChoiceStyle.Buttons
            : onlyWays <= profile.MaxListRows ? ChoiceStyle.List
            : ChoiceStyle.Numbers;
    }

    /// <summary>A line of its own. A Latin label would turn the whole line around, so it is marked.</summary>
    private static string Line(OutboundChoice choice, Tongue tongue)
    {
        var line = Typed(choice);
        return tongue == Tongue.Arabic ? Bidi.EnsureRightToLeftStart(line) : line;
    }

    /// <summary>«1 نعم», "1 Yes".</summary>
    private static string Typed(OutboundChoice choice)
    {
        var (key, label) = (choice.Key, Bidi.Mend(choice.Label));
        if (!key.All(char.IsAsciiDigit) && key.StartsWith(choice.Label, StringComparison.Ordinal))
        {
            // Words to type that begin with the label say it already: «استلمت 7K2M-9QPX».
            return key;
        }

        return key.Length == 0 || choice.Key == label ? label : $"{key} {label}";
    }

    private static bool IsBlank(string text) => string.IsNullOrWhiteSpace(Bidi.StripControls(text));

    private static bool Fits(string label, int longest) => Bidi.StripControls(label).Trim().Length <= longest;

    /// <summary>
    /// The label on one line. One that is too long is cut between graphemes and begins with its key, so that it can be
    /// told from others that begin alike and found in the text.
    /// </summary>
    private static string Title(OutboundChoice choice, Tongue tongue, int longest)
    {
        var fits = Fits(choice.Label, longest);
        var title = Bidi.StripControls(fits ? choice.Label : Typed(choice)).ReplaceLineEndings(" ").Trim();
        return title.Length <= longest ? title : WholeLetters.Begin(title, longest - Cut.Length).TrimEnd() + Cut;
    }
}
