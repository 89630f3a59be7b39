using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Moomken.Bot.Bench.Load.Http;

namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>
/// One person who writes without pause and waits for nothing, over connections of their own: Telegram posts the updates of one
/// chat side by side too. Nothing of theirs counts as a turn.
/// </summary>
public sealed class Flooder : IDisposable
{
    private readonly Crowd crowd;
    private readonly WebhookConnection[] connections;
    private readonly ConcurrentBag<WebhookConnection> idle;
    private readonly Thread thread;
    private readonly double nanosecondsBetween;
    private volatile bool stopped;
    private int taken;

    /// <param name="crowd">Whose update numbers are used.</param>
    /// <param name="connections">At least as many as messages can be open.</param>
    /// <param name="rate">Messages a second.</param>
    public Flooder(Crowd crowd, IEnumerable<WebhookConnection> connections, double rate)
    {
        this.crowd = crowd;
        this.connections = [.. connections];
        idle = [.. this.connections];
        nanosecondsBetween = Stopwatch.Frequency / rate;
        thread = new Thread(Run) { IsBackground = true, Name = "flood" };
        thread.Start();
    }

    /// <summary>Messages that were answered with 2xx.</summary>
    public int Taken => Volatile.Read(ref taken);

    /// <summary>Says no more; what was said may still be answered.</summary>
    public void Stop()
    {
        stopped = true;
        thread.Join();
    }

    public void Dispose()
    {
        Stop();
        Array.ForEach(connections, connection => connection.Dispose());
    }

    private void Run()
    {
        Pace.MakeExact();
        double due = Stopwatch.GetTimestamp();
        for (var said = 1; !stopped; said++)
        {
            due += nanosecondsBetween;
            Pace.Until((long)due);
            if (idle.TryTake(out var connection))
            {
                _ = PostAsync(connection, said);
            }
        }
    }

    private async Task PostAsync(WebhookConnection connection, int said)
    {
        try
        {
            var status = await connection.PostAsync(Write(connection, said)).ConfigureAwait(false);
            if (status is >= 200 and <= 299)
            {
                Interlocked.Increment(ref taken);
            }
            else
            {
                crowd.Faults.Add($"the flood was answered {status}");
            }
        }
        catch (Exception thrown) when (thrown is SocketException or InvalidDataException or ObjectDisposedException)
        {
            connection.Reset();
            if (!stopped)
            {
                crowd.Faults.Add($"posting the flood: {thrown.Message}");
            }
        }

        idle.Add(connection);
    }

    private int Write(WebhookConnection connection, int said)
    {
        var line = new Utf8Line(connection.Body);
        UpdateWriter.Said(ref line, crowd.NextUpdate(), crowd.FloodChat, said, crowd.UnixSeconds, "\"text\":\"\\u0647\\u0644 \\u0648\\u0635\\u0644\\u062a\\u061f\""u8);
        return line.Length;
    }
}
