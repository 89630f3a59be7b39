using System.Security.Cryptography;
using Moomken.Bot.Sealing;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>What the lanes of one store share.</summary>
internal sealed class PostgresParts : IDisposable
{
    private volatile string? problem;

    public PostgresParts(PostgresOptions options, Vault vault, TimeProvider time)
    {
        (Options, ConnectionString, PooledString, Place) = (options, options.ForConnections(Node), options.ForSideQuestions(Node), options.Place());
        Format = new RowFormat(vault, options.MaxDocumentBytes);
        Memory = new DocumentMemory(options.CachedDocuments);
        Upkeep = new KindUpkeep(ConnectionString, Format);
        Lost = new LostCommit(ConnectionString, options.Patience, time, Stopping.Token);
    }

    /// <summary>Names every connection of this process, so that others see when it is gone.</summary>
    public string Node { get; } = Convert.ToHexStringLower(BitConverter.GetBytes(NewStamp()));

    /// <summary>The name under which the server shows them.</summary>
    public string Application => PostgresOptions.ApplicationOf(Node);

    public PostgresOptions Options { get; }

    public string ConnectionString { get; }

    /// <summary>For questions beside the lanes: four at most at a time.</summary>
    public string PooledString { get; }

    /// <summary>Host and database, without secrets.</summary>
    public string Place { get; }

    public RowFormat Format { get; }

    public DocumentMemory Memory { get; }

    public KindUpkeep Upkeep { get; }

    public LostCommit Lost { get; }

    public PostgresCounters Counters { get; } = new();

    /// <summary>Cancelled when the store is closed and its works are done.</summary>
    public CancellationTokenSource Stopping { get; } = new();

    /// <summary>What is wrong and how to mend it; null when all is well.</summary>
    public string? Problem
    {
        get => problem;
        set => problem = value;
    }

    public FetchedDocuments Documents(LaneConnection connection) => new(connection, Format, Memory, Upkeep);

    /// <summary>A number that no other commit of any node will have.</summary>
    public static long NewStamp()
    {
        Span<byte> bytes = stackalloc byte[8];
        long stamp;
        do
        {
            RandomNumberGenerator.Fill(bytes);
            stamp = BitConverter.ToInt64(bytes);
        }
        while (stamp == 0);
        return stamp;
    }

    public void Dispose() => Stopping.Dispose();
}
