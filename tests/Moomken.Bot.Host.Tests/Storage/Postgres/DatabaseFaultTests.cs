using System.Net.Sockets;
using Moomken.Bot.Host.Storage.Postgres;
using Npgsql;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage.Postgres;

/// <summary>Which faults of a database are waited for (a start ends with 75 and is tried again) and which need a person's hand (74).</summary>
public class DatabaseFaultTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.CannotConnectNow, "is starting or stopping")]
    [InlineData(PostgresErrorCodes.AdminShutdown, "is starting or stopping")]
    [InlineData(PostgresErrorCodes.CrashShutdown, "is starting or stopping")]
    [InlineData(PostgresErrorCodes.TooManyConnections, "raise max_connections")]
    [InlineData(PostgresErrorCodes.DiskFull, "Free some space")]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction, "Target Session Attributes=primary")]
    public void What_the_server_may_get_over_by_itself_may_pass(string state, string said)
    {
        var unavailable = DatabaseFault.Describe(Refused(state), "moomken on db:5432");

        Assert.True(unavailable.MayPass);
        Assert.Contains(said, unavailable.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PostgresErrorCodes.InvalidPassword, "user or password is wrong")]
    [InlineData(PostgresErrorCodes.InvalidAuthorizationSpecification, "pg_hba.conf")]
    [InlineData(PostgresErrorCodes.InvalidCatalogName, "createdb")]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege, "owner of the database")]
    [InlineData(PostgresErrorCodes.UndefinedTable, "refused (42P01")]
    [InlineData(PostgresErrorCodes.DataCorrupted, "refused (XX001")]
    public void What_a_person_must_mend_does_not_pass(string state, string said)
    {
        var unavailable = DatabaseFault.Describe(Refused(state), "moomken on db:5432");

        Assert.False(unavailable.MayPass);
        Assert.Contains(said, unavailable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_cannot_be_reached_or_is_silent_or_hangs_up_may_pass()
    {
        Exception[] faults =
        [
            new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused)),
            new NpgsqlException("no name", new SocketException((int)SocketError.HostNotFound)),
            new NpgsqlException("silent", new TimeoutException()),
            new NpgsqlException("broken", new EndOfStreamException()),
            new DatabaseFault(new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused))),
            new DatabaseFault(Refused(PostgresErrorCodes.CannotConnectNow)),
        ];

        Assert.All(faults, fault => Assert.True(DatabaseFault.Describe(fault, "moomken on db:5432").MayPass));
        Assert.All(faults, fault => Assert.Contains("moomken on db:5432", DatabaseFault.Describe(fault, "moomken on db:5432").Message, StringComparison.Ordinal));
    }

    private static PostgresException Refused(string state) => new("the server's words", "FATAL", "FATAL", state);
}
