using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

/// <summary>Every line that anything logs, so that tests can see what an operator is told and what must not be there.</summary>
internal sealed class RecordingLog : ILoggerProvider
{
    private TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<string> Lines { get; } = new();

    public string All => string.Join("\n", Lines);

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public async Task<string> LineWith(string part)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var next = written.Task;
            if (Lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } line)
            {
                return line;
            }

            await next.WaitAsync(patience.Token);
        }
    }

    public void Dispose()
    {
    }

    private void Write(string line)
    {
        Lines.Enqueue(line);
        Interlocked.Exchange(ref written, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private sealed class Logger(RecordingLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write($"{logLevel}: {formatter(state, exception)} {exception}");
    }
}
