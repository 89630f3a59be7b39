using System.Collections.Immutable;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>The first message when nothing is going on.</summary>
internal sealed partial class TurnRun
{
    /// <summary>A word that opens a dialog opens it; anything else opens the menu, which keeps what was said.</summary>
    private void TakeIdle(DialogInput input)
    {
        stale = input is DialogInput.Press { Choice: var pressed } && !pressed.StartsWith('/');
        var words = input switch
        {
            DialogInput.Text text => text.Value,
            DialogInput.Press { Choice: var choice } when !stale => choice,
            _ => "",
        };
        var meaning = Meaning(words);
        if (meaning is not null && Opens(meaning) is { } dialog)
        {
            OpenDialog(dialog, Arguments(words));
            return;
        }

        SayWhyNotKept(input, words, meaning);
        var held = meaning is null && !IsCommand(words) ? ToHold(input) : null;
        OpenDialog(
            DialogEngine.MenuDialog,
            held is null ? ImmutableDictionary<string, Answer>.Empty : ImmutableDictionary<string, Answer>.Empty.Add(HeldSlot, held));
    }

    private static Answer? ToHold(DialogInput input) => input switch
    {
        DialogInput.Text { Value: var words } when words.Trim().Length > 0 => new Answer(words.Trim()),
        DialogInput.Media media => new Answer(media.Caption ?? "", Items: Keys(media)),
        _ => null,
    };

    private void SayWhyNotKept(DialogInput input, string words, Vocabulary.Meaning? meaning)
    {
        var key = input switch
        {
            DialogInput.Location => "common.no_location_here",
            DialogInput.Contact or DialogInput.Unsupported => "common.unsupported",
            _ when stale => "common.stale",
            _ when meaning?.Interrupt == "cancel" => "common.nothing_open",
            _ when meaning?.Interrupt == "help" => "common.help_text",
            _ when meaning is null && IsCommand(words) => "common.unknown_command",
            _ => null,
        };
        if (key is not null)
        {
            said.Add(Fill(key));
        }
    }

    private string? Opens(Vocabulary.Meaning meaning) =>
        meaning.Dialog ?? library.Everywhere.Interrupts.FirstOrDefault(interrupt => interrupt.Name == meaning.Interrupt)?.Call;
}
