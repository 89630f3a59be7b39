using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Outbox;
using Npgsql;

namespace Moomken.Bot.Host.Nodes;

/// <summary>Throws away what only helped for a while: proofs of commits, and notes of messages whose node died before it could.</summary>
internal sealed class DatabasePruning(PostgresStore store, INodes nodes)
{
    /// <summary>A node asks for its commit within a minute. No message of ours lives longer than two days.</summary>
    private const string Prune = """
        DELETE FROM moomken.commits WHERE at < now() - interval '1 hour';
        DELETE FROM moomken.sent WHERE at < now() - interval '3 days'
        """;

    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        if (nodes.DoesRounds)
        {
            await using var connection = await store.ConnectAsync(cancellation, pooled: true);
            await using var prune = new NpgsqlCommand(Prune, connection);
            await prune.ExecuteNonQueryAsync(cancellation);
        }
    }
}
