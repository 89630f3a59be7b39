using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.OneLine;

namespace Moomken.Bot.OneLine;

/// <summary>
/// Lines without the form's word that say themselves where they belong: behind a case code of the person's own, or while the reply to
/// their last line waits to be completed. Only where no other question is open.
/// </summary>
internal sealed class UnwordedLines(LineForms forms, LineScreen screen)
{
    /// <summary>One tag that nothing asked for may be a word of any sentence.</summary>
    private const int FewestTags = 2;

    /// <summary>The line as it would be with its word; null for any other message.</summary>
    public OneLineMessage? Line(ConversationTurn turn, string text)
    {
        if (turn.Person.Agreement is null || turn.Conversation.Session.Top?.Dialog is not (null or DialogEngine.MenuDialog))
        {
            return null;
        }

        return forms.Splitter.CodeAtStart(text) is { } code ? Named(turn, text, code) : Newest(turn, text);
    }

    /// <summary>A code says which report is meant, whatever its form.</summary>
    private OneLineMessage? Named(ConversationTurn turn, string text, string code)
    {
        var kept = LineDrafts.Kept(turn, code)?.Form;
        var form = forms.All.FirstOrDefault(form => kept is null ? forms.RecordsOf(form).Own(turn, form, code) is not null : form.Name == kept);
        return form is not null && forms.Splitter.Split($"{form.Code} {text}") is { Reference: not null, HasValues: true } line ? line : null;
    }

    /// <summary>Without a code it goes to the newest that waits: two values or more, or what our reply asked for, read without a fault.</summary>
    private OneLineMessage? Newest(ConversationTurn turn, string text)
    {
        if (LineDrafts.Kept(turn).FirstOrDefault(draft => !draft.IsSetAside) is not { } draft || turn.Now - draft.At >= OneLineDraft.Fresh
            || forms.All.FirstOrDefault(form => form.Name == draft.Form) is not { } form
            || forms.Splitter.Split($"{form.Code} {text}") is not { Head: "", IsNew: false, Reference: null } line
            || line.Values.IsEmpty || line.Values.Any(value => value.Raw.Length == 0))
        {
            return null;
        }

        var isAsked = line.Values.Length >= FewestTags || line.Values.All(value => draft.Asked.Contains(value.Field.Id));
        return isAsked && !forms.Reader.Read(line, screen.Context(turn), draft.Slots).HasFaults ? line : null;
    }
}
