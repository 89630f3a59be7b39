using System.Diagnostics;
using Moomken.Bot.Bench.Load.Measure;
using Moomken.Bot.Bench.Load.Script;
using Moomken.Bot.Bench.Load.Stub;
using Moomken.Bot.Bench.Load.Traffic;

namespace Moomken.Bot.Bench.Load.Runs;

/// <summary>One measurement from the server's start to its end.</summary>
internal sealed class Measurement(RunOptions options, TimeProvider time)
{
    private readonly Ledger ledger = new();
    private readonly ConversationScript script = ConversationScript.Read(options.Script);

    /// <exception cref="InvalidOperationException">Nothing could be measured; the message says why.</exception>
    public async Task<(RunResult Result, Faults Faults)> Run()
    {
        var crowd = new Crowd(script, options.Users, options.FirstChat, options.FirstUpdate, time);
        using var stub = new BotApiStub(crowd, time);
        stub.Start(options.StubPort);
        using var server = ServerUnderTest.Start(options);
        var readyAfter = server is null ? 0 : await server.WaitUntilReady(options.Webhooks).ConfigureAwait(false);
        using var dispatcher = new Dispatcher(
            crowd,
            ledger,
            Enumerable.Range(0, options.Connections).Select(i => new WebhookConnection(options.Webhooks[i % options.Webhooks.Count], options.Secret)));

        var before = server?.Usage.ResidentMegabytes ?? 0;
        var result = options.Mode == RunMode.Conversations
            ? await WalkHalfWay(dispatcher, server).ConfigureAwait(false)
            : await WalkMeasured(dispatcher, crowd, server).ConfigureAwait(false);
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

    private async Task<RunResult> WalkHalfWay(Dispatcher dispatcher, ServerUnderTest? server)
    {
        var halfWay = script.Setup.Count + (script.Turns.Count / 2);
        var result = await Window(server, () => dispatcher.WalkUntil(person => person.TurnsDone >= halfWay)).ConfigureAwait(false);

        // People think: what counts is what ten thousand open conversations hold, not what the last second left to collect.
        await Task.Delay(options.Rest).ConfigureAwait(false);
        return result;
    }

    private async Task<RunResult> WalkMeasured(Dispatcher dispatcher, Crowd crowd, ServerUnderTest? server)
    {
        // People are spread over the whole script first: otherwise a short run would see only some of its turns.
        await dispatcher.WalkUntil(person => person.TurnsDone >= script.Setup.Count + (person.Index % script.Turns.Count)).ConfigureAwait(false);
        using var arrivals = options.Mode == RunMode.Open ? new Arrivals(dispatcher, options.Rate, options.Seed) : null;
        if (arrivals is null)
        {
            dispatcher.WalkOn();
        }

        await Task.Delay(options.Warmup).ConfigureAwait(false);
        var result = await Window(server, () => Task.Delay(options.Measured)).ConfigureAwait(false);
        dispatcher.Stop();
        return result.Turns > 0
            ? result
            : throw new InvalidOperationException($"No turn was completed:\n{crowd.Faults.Describe()}");
    }

    private async Task<RunResult> Window(ServerUnderTest? server, Func<Task> walk)
    {
        ledger.Open();
        var begun = Stopwatch.GetTimestamp();
        var cpu = server?.Usage.CpuSeconds ?? 0;
        var own = Environment.CpuUsage.TotalTime;
        await walk().ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        cpu = (server?.Usage.CpuSeconds ?? 0) - cpu;
        own = Environment.CpuUsage.TotalTime - own;
        var (durable, whole) = ledger.Close();
        return new RunResult
        {
            Name = options.Name,
            Mode = options.Mode.ToString().ToLowerInvariant(),
            Round = options.Round,
            Connections = options.Connections,
            Users = options.Users,
            Rate = options.Mode == RunMode.Open ? options.Rate : 0,
            Seconds = Math.Round(seconds, 3),
            Turns = whole.Count,
            TurnsPerSecond = Math.Round(whole.Count / seconds, 1),
            Durable = durable,
            Whole = whole,
            CpuMicrosPerTurn = Math.Round(cpu * 1e6 / Math.Max(1, whole.Count), 1),
            GeneratorCores = Math.Round(own.TotalSeconds / seconds, 2),
        };
    }
}
