using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>What a person sent: sorted into choices, ways out, and answers.</summary>
internal sealed partial class TurnRun
{
    /// <summary>Longer messages are never a keyword or a label; folding them for that would only cost time.</summary>
    private const int LongestPhrase = 80;

    /// <summary>The words of a first message that opened nothing: the menu asks what to do with them.</summary>
    public const string HeldSlot = "held";

    /// <summary>What stood behind the command that opened a dialog.</summary>
    public const string ArgumentsSlot = "arguments";

    private void TakeFromPerson(DialogInput input)
    {
        if (frames.IsEmpty)
        {
            TakeIdle(input);
            return;
        }

        var before = Top.At;
        Top = Top with { Turns = Top.Turns + 1, At = context.Now };
        if (Top.Turns > Dialog.Definition.MaxTurns)
        {
            Top = Top with { Turns = 0 };
            said.Add(Fill("common.too_long"));
            Interrupt("human");
            return;
        }

        if (input is DialogInput.Press press)
        {
            TakePress(press);
        }
        else if (Top.Confirming is not null)
        {
            TakeConfirmation(input);
        }
        else if (!Resumes(input, before))
        {
            TakeAnswer(input);
        }
    }

    /// <summary>Nothing is going on: a word that opens a dialog opens it; anything else opens the menu, which keeps what was said.</summary>
    private void TakeIdle(DialogInput input)
    {
        if (input is DialogInput.Text { Value: var text } && Meaning(text) is { } meaning && Opens(meaning) is { } dialog)
        {
            OpenDialog(dialog, Arguments(text));
            return;
        }

        if (input is DialogInput.Press { Choice: var choice } && choice.StartsWith('/') && Meaning(choice) is { } command && Opens(command) is { } named)
        {
            OpenDialog(named, ImmutableDictionary<string, Answer>.Empty);
            return;
        }

        stale = input is DialogInput.Press;
        var held = input switch
        {
            DialogInput.Text { Value: var words } when Meaning(words) is null && words.Trim().Length > 0 => new Answer(Bidi.StripControls(words)),
            DialogInput.Media media => new Answer(media.Caption ?? "", Items: Keys(media)),
            _ => null,
        };
        OpenDialog(
            DialogEngine.MenuDialog,
            held is null ? ImmutableDictionary<string, Answer>.Empty : ImmutableDictionary<string, Answer>.Empty.Add(HeldSlot, held));
    }

    private string? Opens(Vocabulary.Meaning meaning) =>
        meaning.Dialog ?? library.Everywhere.Interrupts.FirstOrDefault(interrupt => interrupt.Name == meaning.Interrupt)?.Call;

    /// <summary>A button of an older question is answered and not obeyed; one that carries a command means the same for ever.</summary>
    private void TakePress(DialogInput.Press press)
    {
        if (press.Choice.StartsWith('/') && Meaning(press.Choice) is { } meaning)
        {
            Obey(meaning);
        }
        else if (press.Ask != sprint)
        {
            stale = true;
            said.Add(Fill("common.stale"));
        }
        else if (Top.Confirming is not null)
        {
            Confirm(press.Choice);
        }
        else if (Ways(Choices()).Any(way => way.Id == press.Choice))
        {
            Interrupt(press.Choice);
        }
        else
        {
            Pick(press.Choice);
        }
    }

    private void TakeAnswer(DialogInput input)
    {
        switch (input)
        {
            case DialogInput.Text text:
                TakeText(text.Value);
                break;
            case DialogInput.Media media:
                TakeMedia(media);
                break;
            case DialogInput.Location location:
                TakeLocation(location);
                break;
            case DialogInput.Contact contact when Node.Accepts("contact"):
                Keep(new Answer(contact.Phone));
                break;
            default:
                said.Add(Fill("common.unsupported"));
                break;
        }
    }

    private void TakeText(string text)
    {
        var choices = Choices();
        var phrase = text.Length <= LongestPhrase ? ArabicText.FoldPhrase(text) : "";
        if (ByKeyOrLabel(text, phrase, choices) is { } id)
        {
            if (Ways(choices).Any(way => way.Id == id))
            {
                Interrupt(id);
            }
            else
            {
                Pick(id);
            }
        }
        else if (Meaning(text) is { } meaning)
        {
            Obey(meaning, text);
        }
        else if (text.TrimStart().StartsWith('/') && text.Length < 40)
        {
            said.Add(Fill("common.unknown_command"));
        }
        else
        {
            TakeWords(text);
        }
    }

    private Vocabulary.Meaning? Meaning(string text)
    {
        if (text.Length > LongestPhrase)
        {
            return null;
        }

        var trimmed = text.Trim();
        if (trimmed.StartsWith('/'))
        {
            return library.Vocabulary.Command(trimmed[1..].Split(' ', '@')[0].ToLowerInvariant());
        }

        return library.Vocabulary.Word(ArabicText.FoldPhrase(text));
    }

    /// <summary>What stands behind a command: <c>/status 7K2M-9QPX</c>.</summary>
    private static ImmutableDictionary<string, Answer> Arguments(string text)
    {
        var parts = text.Trim().Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && parts[0].StartsWith('/')
            ? ImmutableDictionary<string, Answer>.Empty.Add(ArgumentsSlot, new Answer(Bidi.StripControls(parts[1])))
            : ImmutableDictionary<string, Answer>.Empty;
    }

    private void Obey(Vocabulary.Meaning meaning, string text = "")
    {
        if (meaning.Interrupt is { } interrupt)
        {
            Interrupt(interrupt);
        }
        else if (Node.State.Off.Contains("menu"))
        {
            // Where even the menu is off (the first agreement), no other dialog may open either.
            said.Add(Fill("common.not_here"));
        }
        else
        {
            OpenDialog(meaning.Dialog!, Arguments(text));
        }
    }

    /// <summary>The machine says whether the word works here; what it then does is one of a few things.</summary>
    private void Interrupt(string name)
    {
        var node = Node;
        switch (name)
        {
            case "back":
                Back(node);
                break;
            case "cancel":
                Cancel(node);
                break;
            case var _ when Fire(node, DialogMachine.Interrupt(name)) is null:
                said.Add(Fill("common.not_here"));
                break;
            case "more":
                Top = Top with { Page = Top.Page + 1 };
                break;
            case "help":
                said.Add(library.Texts.Has($"{node.Text}.help") ? Fill($"{node.Text}.help") : Fill("common.help_text"));
                break;
            default:
                if (library.Everywhere.Interrupts.First(interrupt => interrupt.Name == name).Call is { } call)
                {
                    OpenDialog(call, ImmutableDictionary<string, Answer>.Empty);
                }

                break;
        }
    }

    private void Back(DialogNode node)
    {
        if (!Top.Offered.IsEmpty)
        {
            Top = Top with { Offered = [] };
            return;
        }

        if (Top.Trail.IsEmpty)
        {
            said.Add(Fill("common.no_back"));
            return;
        }

        if (Fire(node, DialogMachine.Back) is not { } previous)
        {
            said.Add(Fill("common.not_here"));
            return;
        }

        Top = Top with { Trail = Top.Trail[..^1] };
        Reopen(Dialog.Nodes[previous]);
        Walk(previous);
    }

    private void Cancel(DialogNode node)
    {
        if (node.State.Off.Contains("cancel"))
        {
            said.Add(Fill("common.not_here"));
        }
        else if (Top.Slots.Values.Any(answer => !answer.IsSkipped) && Top.Confirming is null && Dialog.Targets.Cancel is not null)
        {
            Top = Top with { Confirming = "cancel" };
            sprint++;
        }
        else
        {
            DoCancel(node);
        }
    }

    private void DoCancel(DialogNode node)
    {
        if (Fire(node, DialogMachine.Cancel) is { } target && target != node.Path)
        {
            Walk(target);
            return;
        }

        said.Add(Fill("common.cancelled"));
        frames = frames.RemoveAt(frames.Count - 1);
        if (frames.IsEmpty)
        {
            OpenDialog(DialogEngine.MenuDialog, ImmutableDictionary<string, Answer>.Empty);
        }
        else
        {
            GoOnBelow();
        }
    }
}
