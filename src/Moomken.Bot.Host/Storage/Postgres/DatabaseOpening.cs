using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>Makes the schema, brings an older one up to date, and refuses what this version must not touch. Any number of nodes may do it at once.</summary>
internal static class DatabaseOpening
{
    private const string Prefix = "Schema.";
    private const string KeyNote = "key";

    private static readonly byte[] KeyCheck = "moomken"u8.ToArray();

    public static void Prepare(PostgresParts parts, Vault vault)
    {
        using var connection = new NpgsqlConnection(parts.ConnectionString);
        connection.Open();
        CheckServer(connection, parts.Place);
        DirectConnection.Check(parts, connection);
        Migrate(connection, parts.Place);
        CheckKey(connection, vault, parts.Place);
    }

    /// <summary>True when documents were ever stored there: then no new keys may be made.</summary>
    public static bool HasData(PostgresOptions options) => Look(options, connection => DatabaseNotes.Read(connection, KeyNote)) is not null;

    /// <summary>Asks a database without keys and without changing it. Null when our tables are not there.</summary>
    public static T? Look<T>(PostgresOptions options, Func<NpgsqlConnection, T?> ask)
        where T : class
    {
        try
        {
            using var connection = new NpgsqlConnection(options.ForConnections("opening"));
            connection.Open();
            return Scalar(connection, "SELECT to_regclass('moomken.notes') IS NOT NULL") is true ? ask(connection) : null;
        }
        catch (Exception error) when (DatabaseFault.IsOf(error))
        {
            throw DatabaseFault.Describe(error, options.Place());
        }
    }

    private static void CheckServer(NpgsqlConnection connection, string place)
    {
        if (connection.PostgreSqlVersion.Major < 13)
        {
            throw new StoreUnavailableException($"The database {place} is PostgreSQL {connection.PostgreSqlVersion}; the service needs 13 or newer.");
        }

        if (Scalar(connection, "SHOW server_encoding") is not "UTF8")
        {
            throw new StoreUnavailableException($"The database {place} is not in UTF-8. Create it with: createdb --encoding=UTF8 --template=template0 NAME");
        }

        if (Scalar(connection, "SHOW fsync") is "off" || Scalar(connection, "SHOW synchronous_commit") is "off")
        {
            throw new StoreUnavailableException($"The database {place} has fsync or synchronous_commit off: a power cut would lose reports that people were told are kept. Set both to on.");
        }
    }

    private static void Migrate(NpgsqlConnection connection, string place)
    {
        var steps = Steps();
        using var transaction = connection.BeginTransaction();
        Do(connection, "SELECT pg_advisory_xact_lock(hashtext('moomken schema'))");
        Do(connection, "CREATE SCHEMA IF NOT EXISTS moomken");
        Do(connection, "CREATE TABLE IF NOT EXISTS moomken.migrations (number integer PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL DEFAULT now())");
        var done = (int)Scalar(connection, "SELECT coalesce(max(number), 0) FROM moomken.migrations")!;
        if (done > steps.Count)
        {
            throw new StoreUnavailableException($"The database {place} was written by a newer version of this service (schema {done}, this one knows {steps.Count}). Run the newer version on every node.");
        }

        foreach (var (number, name, sql) in steps.Where(step => step.Number > done))
        {
            Do(connection, sql);
            Do(connection, "INSERT INTO moomken.migrations (number, name) VALUES ($1, $2)", new NpgsqlParameter<int> { TypedValue = number }, Parameter.Text(name));
        }

        transaction.Commit();
    }

    private static void CheckKey(NpgsqlConnection connection, Vault vault, string place)
    {
        var known = DatabaseNotes.Once(connection, KeyNote, vault.Seal(KeyCheck));
        try
        {
            if (vault.Open(known).AsSpan().SequenceEqual(KeyCheck))
            {
                return;
            }
        }
        catch (CryptographicException)
        {
            // Said below, with what to do.
        }

        throw new StoreUnavailableException(
            $"The key file does not belong to the data in {place}. Every node needs the same moomken.keys: copy it from the node that made the data, or from its own backup.");
    }

    /// <summary>The files of <c>Schema/</c>, which are only ever added to: <c>001-name.sql</c>.</summary>
    private static List<(int Number, string Name, string Sql)> Steps()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (int.Parse(name.AsSpan(Prefix.Length, 3), CultureInfo.InvariantCulture), name[Prefix.Length..], Read(assembly, name)))];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return text.ReadToEnd();
    }

    private static object? Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    private static void Do(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        command.ExecuteNonQuery();
    }
}
