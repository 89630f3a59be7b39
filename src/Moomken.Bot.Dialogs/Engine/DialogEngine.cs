namespace Moomken.Bot.Dialogs.Engine;

/// <summary>
/// The conversation as a function: session and input give a new session and what follows from it. No clock, no id, no
/// randomness, no database. Never throws for anything that a person can send, and never leaves them without an answer.
/// </summary>
public sealed class DialogEngine(DialogLibrary library)
{
    /// <summary>Most states passed in one turn; more is a loop in a dialog file.</summary>
    public const int StepsPerTurn = 25;

    /// <summary>The dialog that opens when nothing is going on and nothing else was meant.</summary>
    public const string MenuDialog = "menu";

    /// <summary>The dialog of whoever is not safe.</summary>
    public const string DangerDialog = "danger";

    /// <summary>The dialog that asks whether a sentence was a call for help; it gets the words in <see cref="HeldSlot"/>.</summary>
    public const string DangerQuestion = "in_danger";

    /// <summary>Set in <see cref="DangerQuestion"/> where the words are in a report already: they are only for the alert.</summary>
    public const string ToldSlot = TurnRun.ToldSlot;

    /// <summary>How <see cref="DangerQuestion"/> ends when the alert is wanted.</summary>
    public const string AlertResult = "alert";

    /// <summary>The slot that a first message is handed over in (<see cref="DialogInput.Open"/>): a report takes it into its story.</summary>
    public const string HeldSlot = TurnRun.HeldSlot;

    /// <summary>The timer that ends a dialog nobody goes on with.</summary>
    public const string ExpireTimer = DialogMachine.Expire;

    /// <summary>The slot that holds what stood behind a command.</summary>
    public const string ArgumentsSlot = TurnRun.ArgumentsSlot;

    public DialogLibrary Library => library;

    public DialogTurn Step(DialogSession session, DialogInput input, DialogContext context) =>
        new TurnRun(library, context, session).Take(input);

    /// <summary>The question that stands open, as it would be asked now; null when none does. Changes nothing.</summary>
    public Prompt? OpenQuestion(DialogSession session, DialogContext context) =>
        new TurnRun(library, context, session).CurrentPrompt();
}
