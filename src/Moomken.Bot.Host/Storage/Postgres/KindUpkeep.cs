using System.Collections.Concurrent;
using Moomken.Bot.Storage;
using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// Gives the documents of earlier versions their keys when a new version declares other indexes. Looked at when a kind is
/// first used, on a connection of its own. Thread-safe.
/// </summary>
internal sealed class KindUpkeep(string connectionString, RowFormat format)
{
    /// <summary>Rows locked and read at once: about 10 ms.</summary>
    private const int Slice = 500;

    private readonly ConcurrentDictionary<string, string> prepared = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public void Prepare<T>(DocumentKind<T> kind)
        where T : class
    {
        if (prepared.ContainsKey(kind.Name))
        {
            return;
        }

        lock (gate)
        {
            if (!prepared.ContainsKey(kind.Name))
            {
                prepared[kind.Name] = Upkeep(kind);
            }
        }
    }

    private string Upkeep<T>(DocumentKind<T> kind)
        where T : class
    {
        var declared = string.Join(',', kind.Indexes.Select(index => index.Name).Order(StringComparer.Ordinal));
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        if (Known(connection, kind.Name) == declared)
        {
            return declared;
        }

        Do(connection, Statements.Session);
        Do(connection, "SELECT pg_advisory_lock(hashtext('moomken kinds'))");
        for (string? after = ""; after is not null;)
        {
            after = GiveKeys(connection, kind, after);
        }

        Do(connection, "INSERT INTO moomken.kinds (name, indexes) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET indexes = $2", Parameter.Text(kind.Name), Parameter.Text(declared));
        return declared;
    }

    // One transaction each: the rows stay locked until they have their keys, so no node can change them in between.
    private string? GiveKeys<T>(NpgsqlConnection connection, DocumentKind<T> kind, string after)
        where T : class
    {
        var rows = new List<(string Id, string[] Keys)>();
        using var transaction = connection.BeginTransaction();
        using (var command = new NpgsqlCommand(Statements.Scan + " FOR UPDATE", connection))
        {
            command.Parameters.AddRange(new[] { Parameter.Text(kind.Name), Parameter.Text(after), Parameter.Number(Slice) });
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var document = format.Read(kind, reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(3));
                rows.Add((document.Id, format.Keys(kind, document.Document!)));
            }
        }

        var (ids, keys) = (rows.ConvertAll(row => row.Id).ToArray(), rows.SelectMany(row => row.Keys.Select(key => (row.Id, Key: key))).ToArray());
        var kinds = (string?[] of) => Parameter.Texts(Array.ConvertAll(of, _ => kind.Name));
        var (owners, hashes) = (Array.ConvertAll(keys, key => key.Id), Array.ConvertAll(keys, key => key.Key));
        Do(connection, Statements.DropKeys, kinds(ids), Parameter.Texts(ids), kinds(owners), Parameter.Texts(owners), Parameter.Texts(hashes));
        Do(connection, Statements.AddKeys, kinds(owners), Parameter.Texts(owners), Parameter.Texts(hashes));
        transaction.Commit();
        return rows.Count < Slice ? null : ids[^1];
    }

    private static string Known(NpgsqlConnection connection, string kind)
    {
        using var command = new NpgsqlCommand("SELECT indexes FROM moomken.kinds WHERE name = $1", connection) { Parameters = { Parameter.Text(kind) } };
        return command.ExecuteScalar() as string ?? "";
    }

    private static void Do(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        command.ExecuteNonQuery();
    }
}
