using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Places;

namespace Moomken.Bot.Duty;

/// <summary><c>raise_danger</c>, <c>pass_on_danger</c>, <c>note_safe</c>: somebody is not safe. A report of its own from the first word, so that it has a code and cannot be lost.</summary>
public sealed class DangerActions(IncidentActions codes, IncidentAdditions additions, DutyDesk duty, Gazetteer places, IdSource ids)
{
    /// <summary>Stands for a location where there are no words: an answer with nothing in it would be none.</summary>
    private const string PointItem = "point";

    public void Register(IDictionary<string, DialogAction> actions)
    {
        actions["raise_danger"] = Raise;
        actions["pass_on_danger"] = PassOn;
        actions["note_safe"] = NoteSafe;
    }

    public static void Register(DialogFunctions functions)
    {
        functions.Texts.UnionWith(
        [
            "duty.incident", "duty.danger", "duty.request", "duty.unknown", "duty.no_words", "duty.files", "duty.observer", "duty.citizen",
            "duty.addition", "danger.told", "danger.noted", "danger.reach", "danger.reach_nobody", "danger.read", "danger.read_nobody",
            "danger.reached", "danger.reached_nobody", "danger.follow", "danger.follow_nobody", "danger.safe_told", "danger.safe_nobody", "duty.post", "in_danger.alerts", "in_danger.nobody",
             "danger.phone", "duty.acknowledge", "duty.acknowledged", "duty.acknowledged_before", "duty.now_safe",
        ]);
        functions.Actions["raise_danger"] = new(["raised"], ["danger_code"]);
        functions.Actions["pass_on_danger"] = new(["passed"], []);
        functions.Actions["note_safe"] = new(["noted"], []);
        functions.Resolvers["danger_words"] = (input, _) => input switch
        {
            DialogInput.Text text => new Resolution.Found(new Answer(text.Value)),
            DialogInput.Location location => new Resolution.Found(new Answer("", location.Name, Items: [PointItem], Point: location.Point)),
            _ => new Resolution.Wrong("common.miss"),
        };
    }

    private ActionOutcome Raise(ActionContext context)
    {
        var turn = context.Turn;
        turn.Lane = Lane.Safety;
        var open = Open(turn);
        var isRecent = turn.Conversation.Danger is { } danger && turn.Now - danger.At < IncidentActions.DangerWithin;
        if (isRecent && open is { Latest.Source: IncidentAdditions.Safe } calm)
        {
            // Safe a while ago, and not any more: the same case, told anew from the top of the list.
            var again = calm with { Versions = calm.Versions.Add(calm.Latest with { Number = calm.Latest.Number + 1, At = turn.Now, Source = "danger", Text = null, Evidence = [] }) };
            turn.Store.Put(Incident.Documents, again);
            Touch(turn);
            duty.Raise(turn, again);
            AddWords(context, again);
            return ActionOutcome.Of("raised", ("danger_code", again.ShownCode));
        }

        if (isRecent && open is { } known)
        {
            AddWords(context, known);
            return ActionOutcome.Of("raised", ("danger_code", known.ShownCode));
        }

        var (post, words) = (PostOf(turn.Person), context.Slot("words"));
        var incident = new Incident
        {
            Id = ids.Next(),
            Code = codes.NewCode(turn.Store),
            Reporter = turn.Person.Role == Role.Voter ? ReporterKind.Citizen : ReporterKind.Observer,
            ReporterId = turn.Person.Id,
            MayContact = true,
            Channel = turn.Address.Channel,
            CreatedAt = turn.Now,
            Versions =
            [
                new IncidentVersion
                {
                    Number = 1, At = turn.Now, Source = "danger", Severity = Severities.Critical, InDanger = true, Post = post?.Id, Region = post?.Region,
                    Text = string.IsNullOrEmpty(words?.Value) ? null : words.Value, Evidence = IncidentDraft.EvidenceOf(words),
                },
            ],
        };
        turn.Store.Put(Incident.Documents, incident);
        turn.ReportedSeverity = Severities.Critical;
        turn.Conversation = turn.Conversation with { Danger = new OpenDanger(incident.Id, turn.Now) };
        duty.Raise(turn, incident);
        if (words is { Point: not null })
        {
            Add(turn, incident, words with { Value = "", Items = [] });
        }

        return ActionOutcome.Of("raised", ("danger_code", incident.ShownCode));
    }

    /// <summary>The sentence with which they called, where there was one, or where they are.</summary>
    private void AddWords(ActionContext context, Incident incident)
    {
        if (context.Slot("words") is { } words)
        {
            Add(context.Turn, incident, words);
        }
    }

    private void Add(ConversationTurn turn, Incident incident, Answer words)
    {
        var now = words.Point is { } point ? Where(point, words.Label) : null;
        var text = string.Join('\n', new[] { words.Value, now?.Text }.Where(part => !string.IsNullOrEmpty(part)));
        additions.Add(turn, incident, "addition", text.Length > 0 ? text : null, IncidentDraft.EvidenceOf(words).Remove(PointItem), now);
    }

    /// <summary>Where an observer works: the people on duty of that region are told, and told that it is the post, since nobody knows where they are.</summary>
    private Place? PostOf(Person person) =>
        person.Role is Role.Observer or Role.Trainer && person.StationId is { } id ? places.ById(id) : null;

    private ActionOutcome PassOn(ActionContext context)
    {
        var turn = context.Turn;
        turn.Lane = Lane.Safety;
        Touch(turn);
        if (context.Slot("words") is { } words && Open(turn) is { } incident)
        {
            Add(turn, incident, words);
        }

        return ActionOutcome.Of("passed");
    }

    /// <summary>The position as it can be pasted into a map, with the place that is nearest.</summary>
    private PlaceNow Where(GeoPoint point, string? name)
    {
        var near = places.Nearest(point)?.Place;
        var position = string.Create(CultureInfo.InvariantCulture, $"{point.Latitude:0.00000}, {point.Longitude:0.00000}");
        var label = name ?? near?.Label(Dialogs.Language.Tongue.Arabic);
        return new PlaceNow(point, label is null ? position : $"{label} ({position})", near?.Region);
    }

    private ActionOutcome NoteSafe(ActionContext context)
    {
        var turn = context.Turn;
        Touch(turn);
        if (Open(turn) is { } incident)
        {
            additions.Add(turn, incident, IncidentAdditions.Safe, turn.Library.Say("duty.now_safe", Dialogs.Language.Tongue.Arabic), ImmutableArray<string>.Empty, null);
        }

        return ActionOutcome.Of("noted");
    }

    /// <summary>Whoever is still waiting writes to the same case, however long it lasts.</summary>
    private static Incident? Open(ConversationTurn turn) =>
        turn.Conversation.Danger is { } danger ? turn.Store.Get(Incident.Documents, danger.IncidentId) : null;

    /// <summary>The hour within which a report belongs to the alert counts from the last sign of life.</summary>
    private static void Touch(ConversationTurn turn) =>
        turn.Conversation = turn.Conversation with { Danger = turn.Conversation.Danger is { } danger ? danger with { At = turn.Now } : null };
}
