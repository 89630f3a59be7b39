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

    /// <summary>What there is in the database, asked of the store's own connection string.</summary>
    public static DatabaseContents Contents(PostgresParts parts, string note) => With(parts, connection => Contents(connection, note));

    /// <summary>The same of a database that has the schema.</summary>
    public static DatabaseContents Contents(NpgsqlConnection connection, string note) => new(
        Read(connection, note),
        Holds(connection, "SELECT EXISTS (SELECT 1 FROM moomken.documents)"),
        Holds(connection, "SELECT EXISTS (SELECT 1 FROM moomken.leases WHERE until > clock_timestamp())"));

    public static byte[]? Read(NpgsqlConnection connection, string name)
    {
        using var select = new NpgsqlCommand("SELECT body FROM moomken.notes WHERE name = $1", connection) { Parameters = { Parameter.Text(name) } };
        return select.ExecuteScalar() as byte[];
    }

    private static bool Holds(NpgsqlConnection connection, string question)
    {
        using var ask = new NpgsqlCommand(question, connection);
        return (bool)ask.ExecuteScalar()!;
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

/// <summary>What is in a database before anything is written into it.</summary>
/// <param name="Note">The note that was asked about.</param>
/// <param name="HasDocuments">There is at least one.</param>
/// <param name="HasNodes">A node holds a lease now: each that runs takes what there is within a second.</param>
internal sealed record DatabaseContents(byte[]? Note, bool HasDocuments, bool HasNodes);
