using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>Where the database is and how much the store may take of it and of us.</summary>
public sealed record PostgresOptions
{
    /// <summary>As Npgsql reads it. It may hold a password: it is never logged or shown.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Connections that write, each with a batch of its own on the way: while one waits for the disk another collects.</summary>
    public int WriteLanes { get; init; } = 3;

    /// <summary>Connections that read.</summary>
    public int ReadLanes { get; init; } = 2;

    /// <summary>Most works in one commit.</summary>
    public int MaxBatch { get; init; } = 64;

    /// <summary>Most works waiting; more are refused at once, since they would be answered too late to be of use.</summary>
    public int MaxWaiting { get; init; } = 20_000;

    /// <summary>Documents kept ready in memory, about 2 to 6 KB each with conversations. Each is asked for by its stamp before it is used.</summary>
    public int CachedDocuments { get; init; } = 8_000;

    /// <summary>Largest document as JSON, in bytes, as in the embedded store.</summary>
    public int MaxDocumentBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How long a connection that broke in the midst of a commit is given to come back, before its callers are told no.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What <see cref="ConnectionString"/> lacks for long-lived connections of our own.</summary>
    internal string ForConnections(string node) => new NpgsqlConnectionStringBuilder(ConnectionString)
    {
        Pooling = false,
        Enlist = false,
        Timeout = 5,
        CommandTimeout = 15,
        MaxAutoPrepare = 60,
        AutoPrepareMinUsages = 2,
        TcpKeepAlive = true,
        ApplicationName = ApplicationOf(node),
    }.ConnectionString;

    internal static string ApplicationOf(string node) => $"moomken {node}";

    internal string ForSideQuestions(string node) => new NpgsqlConnectionStringBuilder(ForConnections(node)) { Pooling = true, MaxPoolSize = 4, MinPoolSize = 0 }.ConnectionString;

    /// <summary>Host and database, as messages name the place. Without user and password.</summary>
    internal string Place()
    {
        var parts = new NpgsqlConnectionStringBuilder(ConnectionString);
        return $"{parts.Database ?? parts.Username} on {parts.Host}:{parts.Port}";
    }
}
