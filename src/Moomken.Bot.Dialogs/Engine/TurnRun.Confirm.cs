
namespace Moomken.Bot.Dialogs.Engine;

/// <summary>The two questions that no file writes: "leave this?" and "shall we go on?".</summary>
internal sealed partial class TurnRun
{
    private void TakeConfirmation(DialogInput input)
    {
        if (input is DialogInput.Text { Value: var text } && ByKeyOrLabel(text) is { } id)
        {
            Confirm(id);
        }
        else if (input is DialogInput.Text { Value: var words } && Meaning(words) is { } meaning)
        {
            // Danger and the other ways out work here as everywhere; "back" only takes the question itself back.
            Confirm("stay");
            if (meaning.Interrupt != "back")
            {
                Obey(meaning, words);
            }
        }
        else if (Top.Confirming == "resume" || input is DialogInput.Media or DialogInput.Location || !IsSlip(input))
        {
            // They have simply gone on: that answers the question whether to.
            Top = Top with { Confirming = null };
            sprint++;
            TakeAnswer(input);
        }
        else
        {
            Miss(Fill("common.miss"));
        }
    }

    private void Confirm(string choice)
    {
        var confirming = Top.Confirming;
        Top = Top with { Confirming = null, Misses = 0 };
        switch (choice)
        {
            case "leave" when confirming == "cancel":
                DoCancel(Node);
                break;
            case "anew" when confirming == "resume":
                Top = Top with { Slots = Top.Slots.Clear(), Trail = [] };
                Walk(Dialog.Targets.Start);
                break;
            default:
                sprint++;
                break;
        }
    }

    /// <summary>
    /// After a long silence a short word is more likely a greeting than the answer to a forgotten question: the person is
    /// asked whether to go on. A file, a long text, a number or a word with a meaning is taken as it is.
    /// </summary>
    private bool Resumes(DialogInput input, DateTimeOffset before)
    {
        if (context.Now - before < Dialog.Definition.ResumeAfter || Top.Trail.IsEmpty || !IsSlip(input))
        {
            return false;
        }

        if (ByKeyOrLabel(((DialogInput.Text)input).Value) is not null)
        {
            return false;
        }

        Top = Top with { Confirming = "resume" };
        sprint++;
        return true;
    }
}
