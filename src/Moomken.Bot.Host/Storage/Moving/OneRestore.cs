using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;
using Npgsql;

namespace Moomken.Bot.Host.Storage.Moving;

/// <summary>
/// While one restore fills a database no other may: whoever loses the line to a restore and begins it again must not have two of them,
/// of which the slower writes over what the other has held back. The server lets go of it when the process is gone.
/// </summary>
internal static class OneRestore
{
    /// <summary>Held until disposed. Throws <see cref="StoreUnavailableException"/>.</summary>
    public static async Task<IAsyncDisposable> TakeAsync(PostgresOptions database, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(database.ForConnections("restore"));
        try
        {
            await connection.OpenAsync(cancellation);
            await using var take = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtext('moomken restore'))", connection);
            return await take.ExecuteScalarAsync(cancellation) is true
                ? connection
                : throw new StoreUnavailableException($"Another restore into {database.Place()} is running. Let it come to its end, or end it (ps aux | grep restore), then run this again.");
        }
        catch (Exception error)
        {
            await connection.DisposeAsync();
            if (DatabaseFault.IsOf(error))
            {
                throw DatabaseFault.Describe(error, database.Place());
            }

            throw;
        }
    }
}
