using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.OneLine;

/// <summary>
/// Where the one-line reports of some forms are written. Grammar, replies, and what completes or corrects a report are any
/// form's and come from its file. Called inside the turn's transaction; must not wait.
/// </summary>
public interface ILineRecords
{
    /// <summary>True for the forms that are written here.</summary>
    bool Takes(FormDefinition form);

    /// <summary>Writes a new record, where the answers make one.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="form">The form.</param>
    /// <param name="answers">All that was told so far.</param>
    /// <param name="typed">The messages as they were typed.</param>
    /// <param name="code">The code that the person was told already, from <see cref="NewCode"/>; null where a new one is made.</param>
    LineFiled File(ConversationTurn turn, FormDefinition form, ImmutableSortedDictionary<string, Answer> answers, string typed, string? code);

    /// <summary>A code for what does not make a record yet: eight characters that nothing else has.</summary>
    string NewCode(ConversationTurn turn);

    /// <summary>What the person's own record with this code says; null when there is none. Another's is as unknown as a wrong code.</summary>
    ImmutableSortedDictionary<string, Answer>? Own(ConversationTurn turn, FormDefinition form, string code);

    /// <summary>A new version of the person's own record, with these answers in the place of the old ones; the old version stays.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="code">Eight characters; <see cref="Own"/> has found it in this turn.</param>
    /// <param name="answers">What is different.</param>
    /// <param name="isCorrection">False where nothing of it was told before.</param>
    /// <param name="typed">The message as it was typed.</param>
    void Change(ConversationTurn turn, string code, ImmutableSortedDictionary<string, Answer> answers, bool isCorrection, string typed);
}

/// <summary>What became of the answers of a line.</summary>
/// <param name="Code">Code of the record, eight characters; null when the answers do not make one yet.</param>
/// <param name="IsKnown">True when the same answers were sent a moment ago: nothing was written.</param>
/// <param name="IsUrgent">True when people on duty are told of it as of somebody in need.</param>
public sealed record LineFiled(string? Code, bool IsKnown = false, bool IsUrgent = false);
