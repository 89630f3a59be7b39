using System.Diagnostics;
using System.Net.Sockets;
using Moomken.Bot.Bench.Load.Http;
using Moomken.Bot.Bench.Load.Measure;

namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>
/// Gives the next person the next free connection. Closed loop: as many turns are open as there are connections, and
/// the end of one starts another. Open loop: turns start when they are due, however the server is doing. Thread-safe.
/// </summary>
public sealed class Dispatcher : IDisposable
{
    /// <summary>More than this and the run says nothing about speed any more.</summary>
    private const int TooManyFaults = 200;

    private readonly Crowd crowd;
    private readonly WebhookConnection[] connections;
    private readonly Admission admission;
    private readonly Timer sweep;

    public Dispatcher(Crowd crowd, IEnumerable<WebhookConnection> connections)
    {
        this.crowd = crowd;
        this.connections = [.. connections];
        admission = new Admission(this.connections);
        crowd.TurnOver = TurnOver;
        var second = TimeSpan.FromSeconds(1);
        sweep = new Timer(_ => GiveUpOverdue(), null, second, second);
    }

    /// <summary>Where turns that end are written; null while nothing is measured.</summary>
    public Ledger? Ledger { get; set; }

    /// <summary>How long a turn may take before it counts as failed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Walks everybody until they may leave; the task ends when all have left.</summary>
    /// <exception cref="InvalidOperationException">Too much went wrong; the message says what.</exception>
    public Task WalkUntil(Func<Conversation, bool> mayLeave)
    {
        var left = admission.UntilLeft(crowd.People, mayLeave);
        Pump();
        return left;
    }

    /// <summary>Walks everybody, closed loop, until <see cref="Stop"/>.</summary>
    public void WalkOn()
    {
        admission.Forever(crowd.People);
        Pump();
    }

    /// <summary>Walks a person only when <see cref="Arrive"/> says so.</summary>
    public void AwaitArrivals() => admission.OnArrival(crowd.People);

    /// <summary>A turn is due at this timestamp.</summary>
    public void Arrive(long due)
    {
        admission.Arrive(due);
        Pump();
    }

    public void Stop() => admission.Stop("the run is over");

    public void Dispose()
    {
        sweep.Dispose();
        foreach (var connection in connections)
        {
            connection.Dispose();
        }
    }

    private void TurnOver(Conversation person, TurnTimes? times)
    {
        if (times is { } taken)
        {
            Ledger?.Add(taken);
        }
        else if (crowd.Faults.Count > TooManyFaults)
        {
            admission.Stop($"too much went wrong to measure anything:\n{crowd.Faults.Describe()}");
        }

        admission.TurnOver(person);
        Pump();
    }

    private void Pump()
    {
        while (admission.TryTake(out var connection, out var person, out var due))
        {
            _ = DriveAsync(connection, person, due);
        }
    }

    private async Task DriveAsync(WebhookConnection connection, Conversation person, long due)
    {
        var fault = Begin(connection, person, due, out var turn, out var length);
        var status = 0;
        try
        {
            status = fault is not null ? 0 : await connection.PostAsync(length).ConfigureAwait(false);
        }
        catch (Exception thrown) when (thrown is SocketException or InvalidDataException)
        {
            fault = $"posting to the webhook: {thrown.Message}";
            connection.Reset();
        }

        admission.Release(connection);
        person.Answered(turn, status, fault);
        Pump();
    }

    private static string? Begin(WebhookConnection connection, Conversation person, long due, out int turn, out int length)
    {
        var line = new Utf8Line(connection.Body);
        var fault = person.Begin(due, ref line, out turn);
        length = line.Length;
        return fault;
    }

    private void GiveUpOverdue()
    {
        var limit = Stopwatch.GetTimestamp() - (long)(Patience.TotalSeconds * Stopwatch.Frequency);
        foreach (var person in crowd.People)
        {
            person.FailIfDueBefore(limit);
        }
    }
}
