using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.OneLine;

/// <summary>
/// <c>let_go_of_reports</c>: a stranger's one-line report is kept before the agreement is asked, since what happened must
/// not wait for a form. Whoever then declines is let go: the report stays, as nobody's.
/// </summary>
public static class DeclinedAgreement
{
    /// <summary>More reports than a stranger can have sent before the first question was answered.</summary>
    private const int Most = 100;

    public static void Register(IDictionary<string, DialogAction> actions) => actions["let_go_of_reports"] = LetGo;

    public static void Register(DialogFunctions functions) => functions.Actions["let_go_of_reports"] = new(["done"], []);

    private static ActionOutcome LetGo(ActionContext context)
    {
        var turn = context.Turn;
        foreach (var incident in turn.Store.Find(Incident.Documents, "reporter", turn.Person.Id, Most).Where(_ => turn.Person.Agreement is null))
        {
            turn.Store.Put(Incident.Documents, incident with { ReporterId = null, MayContact = false, Versions = [.. incident.Versions.Select(version => version with { Post = null })] });
        }

        turn.Conversation = turn.Conversation with { Lines = null };
        return ActionOutcome.Of("done");
    }
}
