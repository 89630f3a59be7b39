using System.Collections.Immutable;
using System.Diagnostics;
using Moomken.Bot;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.Yaml;
using Moomken.Bot.Incidents;
using Moomken.Bot.Places;

// The engine alone: the shipped incident dialog from the first question to sending, no store, no HTTP. Prints the median of
// several rounds: microseconds and bytes a turn. Started from the top of a checkout, as bench/run does.
const int conversations = 5_000;
const int rounds = 7;

var catalogue = IncidentCatalogueReader.Read(File.ReadAllText("content/incidents.yaml"), "content/incidents.yaml").Catalogue!;
var (places, _) = PlaceFiles.Load("content/places");
var functions = new DialogFunctions();
BotFunctions.Register(functions, catalogue, places);
var (library, faults) = DialogLibrary.Read(Files("dialogs"), Files("content/forms"), Files("content/texts"), functions);
if (faults.Count > 0)
{
    Console.Error.WriteLine(string.Join('\n', faults));
    return 1;
}

var engine = new DialogEngine(library);
var context = new DialogContext
{
    Tongue = Tongue.Arabic,
    Channel = ChannelProfile.Telegram,
    Now = new DateTimeOffset(2026, 12, 5, 9, 0, 0, TimeSpan.Zero),
    Facts = ImmutableDictionary<string, string>.Empty.Add("role", "citizen").Add("language_chosen", "ar"),
};
string[] answers = ["1", "9", "1", "درنة", "الآن", "رجل يوزع مالا أمام باب المركز", "هذا كل شيء", "إرسال دون هوية"];

Walk(conversations);
var measured = Enumerable.Range(0, rounds).Select(_ => Walk(conversations)).OrderBy(result => result.Microseconds).ToList();
var (microseconds, bytes) = measured[rounds / 2];
Console.WriteLine($"engine alone: {microseconds:F1} µs a turn [{measured[0].Microseconds:F1}–{measured[^1].Microseconds:F1}], {bytes / 1024.0:F1} KB a turn, {answers.Length + 1} turns a conversation");
return 0;

(double Microseconds, double Bytes) Walk(int count)
{
    var turns = 0;
    var allocated = GC.GetAllocatedBytesForCurrentThread();
    var start = Stopwatch.GetTimestamp();
    for (var i = 0; i < count; i++)
    {
        var turn = engine.Step(DialogSession.Empty, new DialogInput.Open("incident", ImmutableDictionary<string, Answer>.Empty), context);
        turns++;
        turn = engine.Step(turn.Session, new DialogInput.Outcome("none", ImmutableDictionary<string, Answer>.Empty), context);
        foreach (var answer in answers)
        {
            turn = engine.Step(turn.Session, new DialogInput.Text(answer), context);
            turns++;
        }

        if (turn.Action != "submit_incident")
        {
            throw new InvalidOperationException($"The conversation ended at {turn.Session.Top?.State} and not with a report.");
        }
    }

    return (Stopwatch.GetElapsedTime(start).TotalMicroseconds / turns, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)turns);
}

static IEnumerable<SourceFile> Files(string folder) => Directory
    .EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
    .Select(path => new SourceFile(path.Replace('\\', '/'), File.ReadAllText(path)));
