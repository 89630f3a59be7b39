using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;
using Moomken.Bot.Places;

namespace Moomken.Bot.Tests.Dialogs.Support;

/// <summary>The functions that the shipped dialogs call by name, small enough to foresee what they answer.</summary>
public static class StandInFunctions
{
    public static readonly ImmutableArray<string> Categories =
        ["OPN", "MAT", "REG", "ACC", "SEC", "PRO", "OBS", "CMP", "BUY", "RES", "VIO", "WOM", "CNT", "INF"];

    public static DialogFunctions Make()
    {
        var functions = new DialogFunctions();
        AddActions(functions);
        AddGuards(functions);
        AddChoices(functions);
        AddResolvers(functions);
        foreach (var slot in (string[])["category", "subtype"])
        {
            functions.Labels[slot] = (answer, tongue) => tongue == Tongue.Arabic ? $"نوع {answer.Value}" : $"kind {answer.Value}";
        }

        functions.Labels["place"] = (answer, _) => answer.Label;
        functions.Labels["when"] = (answer, _) => answer.Label;
        return functions;
    }

    private static void AddActions(DialogFunctions functions)
    {
        // What the real features declare: a dialog that calls something they do not know must not pass here.
        var real = new DialogFunctions();
        BotFunctions.Register(real, IncidentCatalogue.Empty, new Gazetteer([]));
        foreach (var (name, signature) in real.Actions)
        {
            functions.Actions[name] = signature;
        }

        functions.Facts.UnionWith(real.Facts);
        functions.Texts.UnionWith(real.Texts);
    }

    private static void AddGuards(DialogFunctions functions)
    {
        functions.Guards["language_chosen"] = context => context.Fact("language_chosen") == "true";
        functions.Guards["nothing_held"] = context => !context.Slots.TryGetValue("held", out var held) || held.IsSkipped;
        functions.Guards["no_category"] = context => context.Slots.TryGetValue("category", out var category) && category.IsSkipped;
    }

    private static void AddChoices(DialogFunctions functions)
    {
        functions.Choices["incident_categories"] = context =>
            [.. Categories.Select(code => new Choice(code, context.Context.Tongue == Tongue.Arabic ? $"نوع {code}" : $"kind {code}"))];
        functions.Choices["incident_subtypes"] = context =>
            [.. Enumerable.Range(1, 6).Select(number => $"{context.Slot("category")}-{number}").Select(code => new Choice(code, $"تفصيل {code}"))];
        functions.Choices["place_choices"] = context =>
            context.Fact("station") is { } station ? [new Choice(station, context.Fact("station_label") ?? station)] : [];
        functions.Choices["own_reports"] = _ => [new Choice("7K2M9QPX", "بلاغ أول"), new Choice("8ABC9QPX", "بلاغ ثان")];
        functions.Choices["linked_channels"] = _ => [new Choice("one", "تيليغرام"), new Choice("two", "واتساب")];
        functions.Choices["send_choices"] = context => context.Fact("role") == "observer"
            ? [new Choice("send", "إرسال"), new Choice("urgent", "")]
            : [new Choice("send_contact", "إرسال مع التواصل"), new Choice("send_anonymous", "إرسال دون هوية"), new Choice("urgent", "")];
    }

    private static void AddResolvers(DialogFunctions functions)
    {
        functions.Resolvers["menu_words"] = (input, _) => input is DialogInput.Press ? new Resolution.Wrong("common.miss") : Found(Words(input) == "نبي نبلغ" ? "report" : Words(input));
        functions.Resolvers["danger_words"] = (input, _) => input is DialogInput.Press
            ? new Resolution.Wrong("common.miss")
            : Found(Words(input).Length > 0 ? Words(input) : "shared place");
        functions.Resolvers["incident_words"] = (input, _) => Words(input) switch
        {
            "عنف" => Found("VIO"),
            "فلوس" => new Resolution.Several([new Choice("BUY", "شراء الأصوات"), new Choice("RES", "موارد الدولة")]),
            _ when input is DialogInput.Press press => Found(press.Choice),
            _ => new Resolution.Wrong("incident.category.miss"),
        };
        functions.Resolvers["place"] = (input, _) => input switch
        {
            DialogInput.Location location => new Resolution.Found(new Answer("ST-7", "مدرسة الوحدة", Point: location.Point)),
            DialogInput.Press press => Found(press.Choice),
            _ when Words(input) == "النصر" => new Resolution.Several([new Choice("ST-1", "النصر، طرابلس"), new Choice("ST-2", "النصر، مصراتة")]),
            _ when Words(input) == "الفتاح" => new Resolution.Several([new Choice("ST-3", "الفتح، زليتن")]),
            _ => new Resolution.Found(new Answer("free", Words(input), Words(input))),
        };
        functions.Resolvers["time"] = (input, _) => Words(input) == "أمس" ? Found("yesterday") : new Resolution.Wrong("incident.when.miss");
        functions.Resolvers["case_code"] = (input, _) => Words(input).Length == 8 ? Found(Words(input)) : new Resolution.Wrong("status.choose.miss");
        functions.Resolvers["invite_code"] = (input, _) => Words(input).Length > 0 ? Found(Words(input)) : new Resolution.Wrong("common.miss");
    }

    private static string Words(DialogInput input) => (input as DialogInput.Text)?.Value ?? "";

    private static Resolution.Found Found(string value) => new(new Answer(value));
}
