using Moomken.Bot.Duty;
using Moomken.Bot.Host.Backup;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Host.Telemetry;
using Moomken.Bot.Places;

namespace Moomken.Bot.Host.Doctor;

/// <summary>What the process that holds the data knows: the store, the roster, the places, and what waits for a person.</summary>
internal sealed class ServiceChecks(IServiceProvider services, DutyRoster roster, Gazetteer places, Tally tally, MoomkenOptions options, LastBackup lastBackup, TimeProvider time)
{
    private static readonly string[] Regions = ["East", "West", "South"];
    private static readonly TimeSpan OldBackup = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongWait = TimeSpan.FromHours(1);

    public IReadOnlyList<DoctorLine> Run() => [Store(), Duty(), .. tally.Last.DutyTroubles.Select(OnDuty), Alerts(), Requests(), Failed(), Letters(), Places(), Backup(), Disk()];

    private DoctorLine Store()
    {
        if (services.GetService<PostgresStore>() is { } postgres)
        {
            return postgres.Problem is { } wrong
                ? DoctorLine.Fail("store", wrong)
                : DoctorLine.Well("store", $"PostgreSQL, {postgres.Place}, takes writes; {postgres.Waiting} works wait.");
        }

        var health = services.GetRequiredService<LiteDbStore>().Health;
        return health switch
        {
            { Problem: { } problem } => DoctorLine.Fail("store", problem),
            { Mode: StoreMode.PlainFile } => DoctorLine.Warn("store", "works, but slowly: this LiteDB is not the one our log was made for. Run the version that was tested."),
            _ => DoctorLine.Well("store", $"takes writes; the last flush took {health.LastFsync.TotalMilliseconds:0.0} ms, {health.Waiting} works wait."),
        };
    }

    private DoctorLine Duty() => roster.People.IsEmpty
        ? DoctorLine.Warn("duty", "Nobody is on duty: serious reports alert no one. Set Duty__People__0__Region, __Channel and __User.")
        : tally.Last.DutyTroubles.Count(trouble => trouble.Why != DutyReach.NeverWrote) == roster.People.Length
        ? DoctorLine.Fail("duty", "No one on duty can be reached: alerts wait until one of them writes to the bot. The next lines say why.")
        : DoctorLine.Well("duty", $"{roster.People.Length} coordinators; regions without one: {Uncovered()}; calls without a place go to {roster.For(null).Length}.");

    /// <summary>A call from such a region goes to everybody on the roster, far as they may be.</summary>
    private string Uncovered() =>
        string.Join(", ", Regions.Where(region => !roster.Covers(region))) is { Length: > 0 } regions ? regions + " (told to everybody)" : "none";

    public static DoctorLine OnDuty(DutyTrouble trouble)
    {
        var who = $"Duty__People__{trouble.Position} ({trouble.Contact.Region}, {trouble.Contact.Channel})";
        return DoctorLine.Warn("duty", trouble.Why switch
        {
            DutyReach.Stopped => $"{who} said stop: alerts pass them over while anybody else can be reached. Ask them to write «ابدأ» (start), or name another and restart.",
            DutyReach.Held => $"{who} has alerts that wait until they write: WhatsApp's 24 hours are over. Set Twilio__Templates__alert__ar, or ask them to write to the bot.",
            DutyReach.NeverWrote => $"{who} has not written to this service yet, and there a bot may not write first. Ask them to write to it once.",
            var why => $"{who} cannot be reached ({why}): alerts pass them over. Is __User right? Ask them to write to the bot, or name another and restart.",
        });
    }

    private DoctorLine Alerts() => tally.Last.OpenAlerts switch
    {
        0 => DoctorLine.Well("alerts", "All were taken."),
        var open => DoctorLine.Warn("alerts", $"{open} alerts that nobody has taken."),
    };

    private DoctorLine Requests() => tally.Last switch
    {
        { WaitingRequests: 0 } => DoctorLine.Well("requests", "Nobody waits for a person."),
        { OldestRequest: var oldest } waiting when oldest > LongWait => DoctorLine.Warn("requests", $"{waiting.WaitingRequests} people wait for a person, the first for {OperatorWords.Age(oldest)}: requests list"),
        var waiting => DoctorLine.Well("requests", $"{waiting.WaitingRequests} people wait for a person."),
    };

    private DoctorLine Failed() => tally.Last.FailedMessages switch
    {
        0 => DoctorLine.Well("outbox", "No message failed."),
        var failed => DoctorLine.Warn("outbox", $"{failed} messages did not arrive: outbox list"),
    };

    private DoctorLine Letters() => tally.Last.DeadLetters switch
    {
        0 => DoctorLine.Well("letters", "No dead letters."),
        var letters => DoctorLine.Warn("letters", $"{letters} bodies could not be understood: letters list"),
    };

    private DoctorLine Places() => places.Places.Count == 0
        ? DoctorLine.Warn("places", "There are none: no place that people write is found. Look into content/places.")
        : DoctorLine.Well("places", $"{places.Places.Count}.");

    private DoctorLine Backup() => lastBackup.At() switch
    {
        null when services.GetService<PostgresStore>() is { } postgres =>
            DoctorLine.Warn("backup", $"None was made yet by this program: backup create. Copies that {postgres.Place} makes of itself are not seen here; has one been restored?"),
        null => DoctorLine.Warn("backup", "None was made yet: backup create"),
        { } at when time.GetUtcNow() - at > OldBackup => DoctorLine.Warn("backup", $"The last is {OperatorWords.Age(time.GetUtcNow() - at)} old: backup create"),
        { } at => DoctorLine.Well("backup", $"The last is {OperatorWords.Age(time.GetUtcNow() - at)} old."),
    };

    private DoctorLine Disk() => DiskSpace.Of(options.DataDirectory) is { Share: < 0.05 } little
        ? DoctorLine.Warn("disk", $"{little.Share:0%} free.")
        : DoctorLine.Well("disk", "There is room.");
}
