using System.Data;
using System.Runtime.CompilerServices;
using Moomken.Bot.Host.Backup;
using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// The database as it was at one moment, read while the nodes go on: nobody waits for it. Until it is disposed the server keeps the
/// older states of what changes. Never more than one row in memory.
/// </summary>
internal sealed class DatabaseSnapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private DatabaseSnapshot(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Throws what <see cref="DatabaseFault.IsOf"/> knows.</summary>
    public static async Task<DatabaseSnapshot> TakeAsync(PostgresStore store, CancellationToken cancellation)
    {
        var connection = await store.ConnectAsync(cancellation);
        try
        {
            await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            await using var quiet = new NpgsqlCommand("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0", connection);
            await quiet.ExecuteNonQueryAsync(cancellation);
            return new DatabaseSnapshot(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every document, in no order.</summary>
    public async IAsyncEnumerable<ArchivedRow> DocumentsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var select = new NpgsqlCommand("SELECT kind, id, version, body FROM moomken.documents", connection);
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return new ArchivedRow(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));
        }
    }

    /// <summary>Messages that a provider has taken and that still stand in their conversation: they must not be sent again.</summary>
    public async Task<IReadOnlyList<string>> SentAsync(CancellationToken cancellation)
    {
        var sent = new List<string>();
        await using var select = new NpgsqlCommand("SELECT message FROM moomken.sent WHERE taken", connection);
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            sent.Add(reader.GetString(0));
        }

        return sent;
    }

    /// <summary>Nothing was written: the transaction goes with its connection.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
