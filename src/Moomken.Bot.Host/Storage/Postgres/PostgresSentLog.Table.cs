using Moomken.Bot.Storage;
using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

// What goes to and comes from the table.
internal sealed partial class PostgresSentLog
{
    /// <summary>
    /// Before conversations of another node are offered: which of their messages were sent already. Returns those of which another
    /// node had begun an attempt.
    /// </summary>
    public async Task<IReadOnlyList<string>> LookUpAsync(string[] messages, CancellationToken cancellation)
    {
        var others = new List<string>();
        if (messages.Length == 0)
        {
            return others;
        }

        await using var connection = await store.ConnectAsync(cancellation, pooled: true);
        await using var select = new NpgsqlCommand("SELECT message, provider_id, taken FROM moomken.sent WHERE message = ANY($1)", connection) { Parameters = { Parameter.Texts(messages) } };
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var message = reader.GetString(0);
            if (reader.GetBoolean(2))
            {
                recovered[message] = reader.IsDBNull(1) ? null : reader.GetString(1);
            }
            else if (!IsOwn(message))
            {
                others.Add(message);
            }
        }

        return others;
    }

    private bool IsOwn(string message)
    {
        lock (gate)
        {
            return begun.Contains(message);
        }
    }

    private async Task NoteAsync(string messageId, string? providerId, bool taken)
    {
        try
        {
            await store.NoteSentAsync(messageId, providerId, taken);
        }
        catch (StoreUnavailableException)
        {
            // Sent is sent. It is noted when the database is back; until then this node alone knows.
            lock (gate)
            {
                failed[messageId] = (providerId, taken);
            }
        }
    }

    // What cannot be deleted now is thrown away by its age.
    private void Forget(IReadOnlyList<string> messages)
    {
        foreach (var id in messages)
        {
            recovered.TryRemove(id, out _);
        }

        foreach (var slice in messages.Chunk(2_000))
        {
            _ = store.ForgetSentAsync(slice).ContinueWith(task => task.Exception, TaskScheduler.Default);
        }
    }
}
