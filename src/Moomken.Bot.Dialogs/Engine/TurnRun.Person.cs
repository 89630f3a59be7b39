using Moomken.Bot.Dialogs.Definition;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>What a person sent: sorted into choices, ways out, and answers.</summary>
internal sealed partial class TurnRun
{
    /// <summary>Longer messages are never a keyword or a label; folding them for that would only cost time.</summary>
    public const int LongestPhrase = 80;

    /// <summary>Longer messages are never a greeting or a slip: they say something, and are kept even where no words were asked for.</summary>
    private const int LongestSlip = 30;

    /// <summary>The words of a first message that opened nothing: the menu asks what to do with them.</summary>
    public const string HeldSlot = "held";

    /// <summary>What stood behind the command that opened a dialog.</summary>
    public const string ArgumentsSlot = "arguments";

    private void TakeFromPerson(DialogInput input, bool moved)
    {
        if (AsksAboutDanger(input))
        {
            return;
        }

        if (frames.IsEmpty)
        {
            TakeIdle(input);
        }
        else if (!moved && Node.Kind == StateKind.Ask)
        {
            TakeHere(input);
        }
        else
        {
            TakeAfterMove(input);
        }

        if (said.Count == 0 && action is null && !IsAsking)
        {
            // Whatever a file may end in, a person is never left without an answer.
            OpenMenu();
        }
    }

    /// <summary>
    /// The question that this answers is gone (a new version of the file), or none stood open. Where the person is now
    /// is asked anew, and a short answer is let go: "1" must not be taken for another question's first choice.
    /// </summary>
    private void TakeAfterMove(DialogInput input)
    {
        Walk(Top.State, again: session.Top?.State == Top.State);
        if (action is not null)
        {
            said.Add(Fill("common.busy"));
        }
        else if (IsAsking && input is not (DialogInput.Press or DialogInput.Unsupported) && !IsSlip(input))
        {
            TakeHere(input);
        }
    }

    private bool IsSlip(DialogInput input) => input is DialogInput.Text { Value.Length: <= LongestSlip } text && Meaning(text.Value) is null;

    private void TakeHere(DialogInput input)
    {
        var before = Top.At;
        Top = Top with { Turns = Top.Turns + 1, At = context.Now };
        if (Top.Turns > Dialog.Definition.MaxTurns)
        {
            Top = Top with { Turns = 0 };
            said.Add(Fill("common.too_long"));
            Interrupt("human");
        }
        else if (input is DialogInput.Press press)
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

    /// <summary>A button of an older question is answered and not obeyed; one that carries a command means the same for ever.</summary>
    private void TakePress(DialogInput.Press press)
    {
        if (press.Choice.StartsWith('/') && Meaning(press.Choice) is { } meaning)
        {
            Obey(meaning, press.Choice);
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
        else
        {
            PickOrInterrupt(press.Choice);
        }
    }

    private void PickOrInterrupt(string id)
    {
        if (Ways().Any(way => way.Id == id))
        {
            Interrupt(id);
        }
        else
        {
            Pick(id);
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
                Keep(new Answer(contact.Phone), DialogNode.Next);
                break;
            default:
                said.Add(Fill("common.unsupported"));
                break;
        }
    }
}
