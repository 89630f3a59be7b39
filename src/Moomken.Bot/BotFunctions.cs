using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.OneLine;
using Moomken.Bot.Duty;
using Moomken.Bot.Incidents;
using Moomken.Bot.Observers;
using Moomken.Bot.OneLine;
using Moomken.Bot.People;
using Moomken.Bot.Places;
using Moomken.Bot.Requests;

namespace Moomken.Bot;

/// <summary>Everything that dialog files may call by name, in one list.</summary>
public static class BotFunctions
{
    /// <summary>The pure ones: guards, choices, resolvers, labels; and the actions with their outcomes, for the checks.</summary>
    public static void Register(DialogFunctions functions, IncidentCatalogue catalogue, Gazetteer places)
    {
        functions.Facts.UnionWith(FactSheet.Names);
        MenuFunctions.Register(functions);
        new IncidentFunctions(catalogue, new LikelySubtypes(catalogue.Subtypes.Select(subtype =>
            new SubtypeWords(subtype.Id, subtype.Words, subtype.Label.Arabic, subtype.Label.English)))).Register(functions);
        TimeFunctions.Register(functions);
        new PlaceFunctions(places).Register(functions);
        StatusActions.Register(functions);
        DangerActions.Register(functions);
        DangerQuestion.Register(functions);
        PersonActions.Register(functions);
        RequestActions.Register(functions);
        IncidentActions.Register(functions);
        DeclinedAgreement.Register(functions);
        KeptLines.Register(functions);
        functions.Texts.UnionWith(OneLineTexts.Keys);
        JoinActions.Register(functions, places);
        StationActions.Register(functions);
        LinkActions.Register(functions);
        UnlinkActions.Register(functions);
    }

    /// <summary>The actions themselves.</summary>
    public static Dictionary<string, DialogAction> Actions(
        IncidentActions incidents, StatusActions status, DangerActions danger, PersonActions people, RequestActions requests,
        JoinActions joining, StationActions stations, LinkActions links, UnlinkActions unlinks)
    {
        var actions = new Dictionary<string, DialogAction>(StringComparer.Ordinal);
        MenuFunctions.Register(actions);
        incidents.Register(actions);
        status.Register(actions);
        danger.Register(actions);
        DangerQuestion.Register(actions);
        people.Register(actions);
        requests.Register(actions);
        DeclinedAgreement.Register(actions);
        KeptLines.Register(actions);
        joining.Register(actions);
        stations.Register(actions);
        links.Register(actions);
        unlinks.Register(actions);
        return actions;
    }
}
