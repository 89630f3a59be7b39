using Npgsql;

namespace Moomken.Bot.Host.Storage;

/// <summary>The settings of section <c>Storage</c>: where everything is kept.</summary>
public sealed record StorageOptions
{
    public const string Section = "Storage";
    public const string LiteDb = "LiteDb";
    public const string Postgres = "Postgres";

    /// <summary><c>Storage__Provider</c>, default <c>LiteDb</c>: a file in the data folder, one process. <c>Postgres</c>: a database, any number of nodes.</summary>
    public string Provider { get; init; } = LiteDb;

    /// <summary><c>Storage__ConnectionString</c>, no default: where the database is, as Npgsql reads it. Secret. Only with <c>Postgres</c>.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>
    /// <c>Storage__FilesDirectory</c>, default the data folder: where evidence and uploads lie. With several nodes a folder that all of
    /// them share. Only with <c>Postgres</c>.
    /// </summary>
    public string? FilesDirectory { get; init; }

    public bool IsPostgres => string.Equals(Provider, Postgres, StringComparison.OrdinalIgnoreCase);

    /// <summary>The folder of evidence and uploads.</summary>
    public string FilesOr(string dataDirectory) => FilesDirectory ?? dataDirectory;

    public static StorageOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        return new StorageOptions
        {
            Provider = Blank(section["Provider"]) ?? LiteDb,
            ConnectionString = Blank(section["ConnectionString"]),
            FilesDirectory = Blank(section["FilesDirectory"]) is { } folder ? Path.GetFullPath(folder) : null,
        };
    }

    /// <summary>Every fault, one readable line each. None repeats the connection string: it holds a password.</summary>
    public IEnumerable<string> Faults()
    {
        if (!IsPostgres && !string.Equals(Provider, LiteDb, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"Storage__Provider is \"{Provider}\". Use LiteDb (a file in the data folder, the default) or Postgres.";
        }
        else if (!IsPostgres && ConnectionString is not null)
        {
            yield return "Storage__ConnectionString is set, but Storage__Provider is LiteDb, so it would not be used. Set Storage__Provider to Postgres, or remove it.";
        }
        else if (!IsPostgres && FilesDirectory is not null)
        {
            yield return "Storage__FilesDirectory is set, but Storage__Provider is LiteDb, which keeps its files in the data folder. Remove it.";
        }
        else if (IsPostgres)
        {
            foreach (var fault in ConnectionFaults())
            {
                yield return fault;
            }
        }
    }

    private IEnumerable<string> ConnectionFaults()
    {
        if (ConnectionString is null)
        {
            yield return "Storage__ConnectionString is missing. Example: Host=db.example.org;Database=moomken;Username=moomken;Password=…";
            yield break;
        }

        if (Parsed() is not { } parts)
        {
            yield return "Storage__ConnectionString cannot be read. It is a row of Name=value with ; between them: Host=db.example.org;Database=moomken;Username=moomken;Password=…";
            yield break;
        }

        if (string.IsNullOrEmpty(parts.Host))
        {
            yield return "Storage__ConnectionString names no Host.";
        }

        if (string.IsNullOrEmpty(parts.Database))
        {
            yield return "Storage__ConnectionString names no Database.";
        }
    }

    // The message of a fault may quote the string.
    private NpgsqlConnectionStringBuilder? Parsed()
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(ConnectionString);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
