using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>Small things that belong to the installation and to no document: marks, and what proves the keys.</summary>
internal static class DatabaseNotes
{
    public static byte[]? Read(PostgresParts parts, string name) => With(parts, connection => Read(connection, name));

    /// <summary>Keeps a note unless there is one; returns the one that is kept.</summary>
    public static byte[] Once(PostgresParts parts, string name, byte[] body) => With(parts, connection => Once(connection, name, body));

    public static byte[] Once(NpgsqlConnection connection, string name, byte[] body)
    {
        Write(connection, "INSERT INTO moomken.notes (name, body) VALUES ($1, $2) ON CONFLICT DO NOTHING", name, body);
        return Read(connection, name)!;
    }

    public static bool Set(PostgresParts parts, string name, byte[] body) => With(parts, connection =>
    {
        Write(connection, "INSERT INTO moomken.notes (name, body) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET body = $2", name, body);
        return true;
    });

    public static long CountDocuments(PostgresParts parts) => With(parts, connection =>
    {
        using var count = new NpgsqlCommand("SELECT count(*) FROM moomken.documents", connection);
        return (long)count.ExecuteScalar()!;
    });

    /// <summary>Whether a node holds a lease now: each that runs takes what there is within a second.</summary>
    public static bool HasNodes(PostgresParts parts) => With(parts, connection =>
    {
        using var held = new NpgsqlCommand("SELECT EXISTS (SELECT 1 FROM moomken.leases WHERE until > clock_timestamp())", connection);
        return (bool)held.ExecuteScalar()!;
    });

    private static byte[]? Read(NpgsqlConnection connection, string name)
    {
        using var select = new NpgsqlCommand("SELECT body FROM moomken.notes WHERE name = $1", connection) { Parameters = { Parameter.Text(name) } };
        return select.ExecuteScalar() as byte[];
    }

    private static void Write(NpgsqlConnection connection, string sql, string name, byte[] body)
    {
        using var insert = new NpgsqlCommand(sql, connection) { Parameters = { Parameter.Text(name), new NpgsqlParameter<byte[]> { TypedValue = body } } };
        insert.ExecuteNonQuery();
    }

    private static T With<T>(PostgresParts parts, Func<NpgsqlConnection, T> ask)
    {
        using var connection = new NpgsqlConnection(parts.ConnectionString);
        connection.Open();
        return ask(connection);
    }
}
