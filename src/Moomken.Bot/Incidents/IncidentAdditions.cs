using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Duty;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Incidents;

/// <summary>What comes after a report was sent: the same words again, an edited message, an addition. Old versions stay.</summary>
public sealed class IncidentAdditions(DutyDesk duty)
{
    /// <summary>An edit within this time corrects the report that was sent last.</summary>
    private static readonly TimeSpan EditWithin = TimeSpan.FromHours(24);

    /// <summary>Source of the version in which the person said that they are safe now.</summary>
    public const string Safe = "safe";

    /// <summary>Shorter words repeat by chance.</summary>
    private const int ShortestRepeat = 12;

    /// <summary>The answer to words that were just sent as a report; null when they are new.</summary>
    public static string? IsRepeat(ConversationTurn turn, string? text)
    {
        if (turn.Conversation.Recent is not { } recent)
        {
            return null;
        }

        if (turn.Now - recent.At > EditWithin)
        {
            // What links this chat to an anonymous report is kept no longer than it is of use.
            turn.Conversation = turn.Conversation with { Recent = null };
            return null;
        }

        // Inside a report the same words are an answer; whether the whole is the same is seen when it is sent.
        var same = turn.Conversation.Session.Top?.Dialog is null or DialogEngine.MenuDialog && text is { Length: >= ShortestRepeat } && turn.Now - recent.At < IncidentActions.SameWithin && TextPrint.Of(text) == recent.TextFingerprint;
        return same ? turn.Say("incident.duplicate", ("code", Bidi.Ltr(CaseCode.Shown(recent.Code)))) : null;
    }

    /// <summary>The answer to an edited message that belongs to the last report; null when there is none.</summary>
    public string? TakeEdit(ConversationTurn turn, string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || IsCommand(turn, text) || turn.Conversation.Recent is not { } recent || turn.Now - recent.At > EditWithin
            || ByCode(turn.Store, recent.Code) is not { } incident)
        {
            return null;
        }

        Add(turn, incident, "correction", text, [], null);
        return turn.Say("common.took_addition", ("code", Bidi.Ltr(incident.ShownCode)));
    }

    /// <summary>Whoever edits "yes" to "no" corrects an answer of long ago, and not the words of the report.</summary>
    private static bool IsCommand(ConversationTurn turn, string text) =>
        !text.Any(char.IsLetter) || turn.Library.MeansAnything(text) || turn.Library.IsButton(IncidentLines.Form, text);

    /// <summary>Writes a new version that carries everything of the last one, with these words and files.</summary>
    public Incident Add(ConversationTurn turn, Incident incident, string source, string? text, ImmutableArray<string> evidence, PlaceNow? where)
    {
        var last = incident.Latest;
        var added = incident with
        {
            Versions = incident.Versions.Add(last with
            {
                Number = last.Number + 1,
                At = turn.Now,
                Source = source,
                Text = text,
                Evidence = evidence,
                Point = where?.Point ?? last.Point,
                PlaceText = where?.Text ?? last.PlaceText,
                Region = where?.Region ?? last.Region,
                Unfinished = false,
                Typed = null,
            }),
        };
        turn.Store.Put(Incident.Documents, added);
        if (last.Severity >= Severities.Alerting)
        {
            duty.Add(turn, added);
        }

        return added;
    }

    /// <summary>Adds a version. Who was told of the case is told of the change; a case that grew grave is raised as a new one is.</summary>
    public void Change(ConversationTurn turn, Incident incident, IncidentVersion version)
    {
        var changed = incident with { Versions = incident.Versions.Add(version) };
        turn.Store.Put(Incident.Documents, changed);
        if (incident.Latest.Severity >= Severities.Alerting)
        {
            duty.Add(turn, changed);
        }
        else if (version.Severity >= Severities.Alerting)
        {
            duty.Raise(turn, changed);
        }
    }

    public static Incident? ByCode(IStoreReader store, string code) =>
        store.Find(Incident.Documents, "code", code, 1).FirstOrDefault();
}

/// <summary>Where somebody is at this moment, by a shared location.</summary>
public sealed record PlaceNow(GeoPoint Point, string Text, string? Region);
