using System.Net.Sockets;
using Moomken.Bot.Storage;
using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>A fault of the database or of the way to it, not of the work that met it: what it means for the works, and what to say of it.</summary>
internal sealed class DatabaseFault(Exception cause) : Exception("The database failed.", cause)
{
    private readonly PostgresException? refused = cause as PostgresException;

    /// <summary>The server answered that it did not do it, and goes on listening.</summary>
    public bool IsRefusal => refused is { Severity: "ERROR" } && !IsStopping;

    /// <summary>Another's commit came between: the same works may pass when they are run again.</summary>
    public bool IsConflict => refused is
    {
        SqlState: Statements.Changed or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable,
    };

    private bool IsStopping => refused?.SqlState.StartsWith("57P", StringComparison.Ordinal) == true;

    public static bool IsOf(Exception error) => error is NpgsqlException or SocketException or IOException or ObjectDisposedException or TimeoutException;

    public static StoreUnavailableException Describe(Exception error, string place) => error switch
    {
        StoreUnavailableException known => known,
        DatabaseFault { InnerException: { } cause } => Describe(cause, place),
        PostgresException refused => new StoreUnavailableException(Describe(refused, place), error) { MayPass = MayPass(refused) },
        { InnerException: TimeoutException } => new StoreUnavailableException($"The database {place} does not answer in time. Look at its load and at the network between.", error) { MayPass = true },
        _ when error.GetBaseException() is SocketException socket => new StoreUnavailableException(
            $"The database {place} cannot be reached ({socket.SocketErrorCode}). Start it, or set Storage__ConnectionString to where it is. The service tries again with each message.", error)
        { MayPass = true },
        _ => new StoreUnavailableException($"The connection to the database {place} broke ({error.GetType().Name}). The service connects again with the next message.", error) { MayPass = true },
    };

    /// <summary>Starting, stopping, a standby that may be promoted, full: nobody has to touch this service for it to go on.</summary>
    private static bool MayPass(PostgresException refused) =>
        refused.SqlState is PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.DiskFull or PostgresErrorCodes.ReadOnlySqlTransaction
        || refused.SqlState.StartsWith("57P", StringComparison.Ordinal);

    private static string Describe(PostgresException refused, string place) => refused.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"The database {place} does not let us in: user or password is wrong, or pg_hba.conf does not allow it. Mend Storage__ConnectionString.",
        PostgresErrorCodes.InvalidCatalogName => $"There is no database {place}. Create it (createdb), or mend Storage__ConnectionString.",
        PostgresErrorCodes.InsufficientPrivilege => $"The database user may not do what the service needs in {place} ({refused.MessageText}). Make it the owner of the database.",
        PostgresErrorCodes.TooManyConnections => $"The database {place} has no connection left. Each node needs ten: raise max_connections.",
        PostgresErrorCodes.DiskFull => $"The disk of the database {place} is full. Free some space: the service goes on by itself, without a restart.",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"The database {place} is a standby and takes no writes. Name all servers in Storage__ConnectionString and add Target Session Attributes=primary.",
        var state when state.StartsWith("57P", StringComparison.Ordinal) => $"The database {place} is starting or stopping ({state}). The service tries again with each message.",
        var state => $"The database {place} refused ({state}: {refused.MessageText}).",
    };
}
