using System.Globalization;
using System.Security.Cryptography;
using Moomken.Bot.Storage;
using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// Proves that a connection stays one and the same session of the server. A pooler in transaction mode gives each transaction to another:
/// LISTEN is then deaf, and a living node looks dead to the others, who send what it sends.
/// </summary>
internal static class DirectConnection
{
    /// <summary>A bell is heard within milliseconds; a server under recovery or a full machine takes longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Throws <see cref="StoreUnavailableException"/>, whose message says how to mend it.</summary>
    public static void Check(PostgresParts parts, NpgsqlConnection connection)
    {
        var bell = $"moomken_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        using var other = new NpgsqlConnection(parts.ConnectionString);
        other.Open();
        var heard = false;
        connection.Notification += (_, rung) => heard |= rung.Channel == bell;
        Ask(connection, $"LISTEN {bell}");
        if (!StaysItself(connection, other))
        {
            throw Refused(parts.Place, "changes the session between transactions");
        }

        if (Ask(other, $"SELECT application_name FROM pg_stat_activity WHERE pid = {Ask(connection, "SELECT pg_backend_pid() AS known")}") != parts.Application)
        {
            throw Refused(parts.Place, "does not pass on the name of the connection (application_name), by which the nodes know each other to be alive");
        }

        Ask(other, $"NOTIFY {bell}");
        if (!Hears(connection, () => heard))
        {
            throw Refused(parts.Place, $"lets no NOTIFY through: one of our own did not arrive within {Patience.TotalSeconds:0} seconds");
        }

        Ask(connection, $"UNLISTEN {bell}");
    }

    // While the other holds a session in a transaction, a pooler must give us a second one, or the other holds the one that was ours.
    private static bool StaysItself(NpgsqlConnection connection, NpgsqlConnection other)
    {
        var before = Ask(connection, "SELECT pg_backend_pid() AS before");
        using var transaction = other.BeginTransaction();
        var held = Ask(other, "SELECT pg_backend_pid() AS held");
        var after = Ask(connection, "SELECT pg_backend_pid() AS after");
        return before == after && before != held;
    }

    private static bool Hears(NpgsqlConnection connection, Func<bool> heard)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !heard();)
        {
            if (Patience - TimeProvider.System.GetElapsedTime(start) is not { Ticks: > 0 } left || !connection.Wait(WholeMilliseconds.Of(left)))
            {
                return heard();
            }
        }

        return true;
    }

    private static StoreUnavailableException Refused(string place, string what) => new(
        $"What stands between this service and the database {place} {what}. It looks like a connection pooler in transaction mode (pgbouncer: pool_mode=transaction): "
        + "nodes would not hear each other and could send messages twice. Let Storage__ConnectionString lead to the server itself, or set the pooler to session mode (pool_mode=session).");

    // Each question has words of its own: what is asked twice would be prepared, which such a pooler breaks in ways of its own.
    private static string? Ask(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
