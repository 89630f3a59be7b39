using System.Diagnostics;
using Moomken.Bot.Bench.Load.Measure;
using Moomken.Bot.Bench.Load.Script;
using Moomken.Bot.Bench.Load.Stub;
using Moomken.Bot.Bench.Load.Traffic;

namespace Moomken.Bot.Bench.Load.Runs;

/// <summary>One measurement from the server's start to its end.</summary>
internal sealed class Measurement(RunOptions options, TimeProvider time)
{
    /// <summary>After a flood, until the next calm is measured.</summary>
    private static readonly TimeSpan Drained = TimeSpan.FromMilliseconds(500);

    private readonly ConversationScript script = ConversationScript.Read(options.Script);

    /// <exception cref="InvalidOperationException">Nothing could be measured; the message says why.</exception>
    public async Task<(RunResult Result, Faults Faults)> Run()
    {
        var crowd = new Crowd(script, options.Users, options.FirstChat, options.FirstUpdate, time);
        using var stub = new BotApiStub(crowd, time);
        stub.Start(options.StubPort);
        using var server = ServerUnderTest.Start(options);
        var readyAfter = server is null ? 0 : await server.WaitUntilReady(options.Webhooks).ConfigureAwait(false);
        using var dispatcher = new Dispatcher(crowd, Connections(options.Polling ? 0 : options.Connections));
        var before = server?.Usage.ResidentMegabytes ?? 0;
        var result = await Walk(dispatcher, crowd, stub, server).ConfigureAwait(false);
        return (result with
        {
            ResidentMegabytesBefore = before,
            ResidentMegabytes = server?.Usage.ResidentMegabytes ?? 0,
            PeakMegabytes = server?.Usage.PeakMegabytes ?? 0,
            ReadyMilliseconds = readyAfter,
            Errors = crowd.Faults.Count,
            UnexpectedMessages = crowd.Unexpected,
        }, crowd.Faults);
    }

    private IEnumerable<WebhookConnection> Connections(int count) =>
        Enumerable.Range(0, count).Select(i => new WebhookConnection(options.Webhooks[i % options.Webhooks.Count], options.Secret));

    private async Task<RunResult> Walk(Dispatcher dispatcher, Crowd crowd, BotApiStub stub, ServerUnderTest? server)
    {
        var result = options.Mode switch
        {
            RunMode.Conversations => await WalkHalfWay(dispatcher, server).ConfigureAwait(false),
            RunMode.Burst => await Burst(dispatcher, crowd, stub, server).ConfigureAwait(false),
            RunMode.Flood => await WalkFlooded(dispatcher, crowd, server).ConfigureAwait(false),
            _ => await WalkMeasured(dispatcher, server).ConfigureAwait(false),
        };
        return result.Turns > 0
            ? result
            : throw new InvalidOperationException($"No turn was completed:\n{crowd.Faults.Describe()}");
    }

    private async Task<RunResult> WalkHalfWay(Dispatcher dispatcher, ServerUnderTest? server)
    {
        var halfWay = script.Setup.Count + (script.Turns.Count / 2);
        var result = await Window(dispatcher, server, () => dispatcher.WalkUntil(person => person.TurnsDone >= halfWay)).ConfigureAwait(false);

        // People think: what counts is what ten thousand open conversations hold, not what the last second left to collect.
        await Task.Delay(options.Rest).ConfigureAwait(false);
        return result;
    }

    // Where the server asks by itself, the dispatcher has no connection: it only waits for everybody's turn to be over.
    private async Task<RunResult> Burst(Dispatcher dispatcher, Crowd crowd, BotApiStub stub, ServerUnderTest? server)
    {
        var begun = Stopwatch.GetTimestamp();
        var result = await Window(dispatcher, server, () =>
        {
            var taken = dispatcher.WalkUntil(person => person.TurnsDone > 0);
            if (options.Polling)
            {
                stub.Queue();
            }

            return taken;
        }).ConfigureAwait(false);
        return result with { LastDurableSeconds = Math.Round(Stopwatch.GetElapsedTime(begun, crowd.LastAnsweredAt).TotalSeconds, 3) };
    }

    private async Task<RunResult> WalkMeasured(Dispatcher dispatcher, ServerUnderTest? server)
    {
        await SpreadOut(dispatcher).ConfigureAwait(false);
        using var arrivals = options.Mode == RunMode.Open ? new Arrivals(dispatcher, options.Rate, options.Seed) : null;
        if (arrivals is null)
        {
            dispatcher.WalkOn();
        }

        await Task.Delay(options.Warmup).ConfigureAwait(false);
        var result = await Window(dispatcher, server, () => Task.Delay(options.Measured)).ConfigureAwait(false);
        dispatcher.Stop();
        return result;
    }

    /// <summary>Calm and flood by turns, so that a machine that slows down or warms up favours neither.</summary>
    private async Task<RunResult> WalkFlooded(Dispatcher dispatcher, Crowd crowd, ServerUnderTest? server)
    {
        const int Times = 6;
        await SpreadOut(dispatcher).ConfigureAwait(false);
        using var arrivals = new Arrivals(dispatcher, options.Rate, options.Seed);
        await Task.Delay(options.Warmup).ConfigureAwait(false);
        var (calm, flooded, told) = (new Ledger(), new Ledger(), 0);
        var result = await Window(dispatcher, server, async () =>
        {
            for (var i = 0; i < Times; i++)
            {
                dispatcher.Ledger = calm;
                await Task.Delay(options.Measured).ConfigureAwait(false);
                using var flooder = new Flooder(crowd, Connections(options.Connections), options.Flood);
                dispatcher.Ledger = flooded;
                await Task.Delay(options.Measured).ConfigureAwait(false);
                dispatcher.Ledger = null;
                told += flooder.Taken;
                flooder.Stop();
                await Task.Delay(Drained).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        dispatcher.Stop();
        var (durable, whole) = flooded.Read();
        var (calmDurable, calmWhole) = calm.Read();
        return result with
        {
            Turns = whole.Count,
            TurnsPerSecond = Math.Round(whole.Count / (Times * options.Measured.TotalSeconds), 1),
            Durable = durable,
            Whole = whole,
            CalmDurable = calmDurable,
            CalmWhole = calmWhole,
            CpuMicrosPerTurn = 0,
            FloodPerSecond = Math.Round(told / (Times * options.Measured.TotalSeconds), 1),
        };
    }

    // People are spread over the whole script first: otherwise a short run would see only some of its turns.
    private Task SpreadOut(Dispatcher dispatcher) =>
        dispatcher.WalkUntil(person => person.TurnsDone >= script.Setup.Count + (person.Index % script.Turns.Count));

    private double DatabaseSeconds() => options.Database is { } process ? new ServerProcess(process).CpuSeconds : 0;

    private async Task<RunResult> Window(Dispatcher dispatcher, ServerUnderTest? server, Func<Task> walk)
    {
        var ledger = dispatcher.Ledger = new Ledger();
        var begun = Stopwatch.GetTimestamp();
        var cpu = server?.Usage.CpuSeconds ?? 0;
        var database = DatabaseSeconds();
        var own = Environment.CpuUsage.TotalTime;
        await walk().ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        cpu = (server?.Usage.CpuSeconds ?? 0) - cpu;
        database = DatabaseSeconds() - database;
        own = Environment.CpuUsage.TotalTime - own;
        dispatcher.Ledger = null;
        var (durable, whole) = ledger.Read();
        return new RunResult
        {
            Name = options.Name,
            Mode = options.Mode.ToString().ToLowerInvariant(),
            Round = options.Round,
            Connections = options.Connections,
            Users = options.Users,
            Rate = options.Mode is RunMode.Open or RunMode.Flood ? options.Rate : 0,
            Seconds = Math.Round(seconds, 3),
            Turns = whole.Count,
            TurnsPerSecond = Math.Round(whole.Count / seconds, 1),
            Durable = durable,
            Whole = whole,
            CpuMicrosPerTurn = Math.Round(cpu * 1e6 / Math.Max(1, whole.Count), 1),
            DatabaseMicrosPerTurn = Math.Round(database * 1e6 / Math.Max(1, whole.Count), 1),
            GeneratorCores = Math.Round(own.TotalSeconds / seconds, 2),
        };
    }
}
