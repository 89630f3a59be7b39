using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>What a commit writes into the table of index keys: a document has those of its last state and no others.</summary>
internal static class KeyWrites
{
    /// <summary>Null when no row has keys to lose.</summary>
    public static NpgsqlBatchCommand? Drop(List<DocumentRow> keyed)
    {
        if (keyed.Count == 0)
        {
            return null;
        }

        var (rows, kept) = (keyed.ConvertAll(row => row.Key), KeysOf(keyed));
        var owners = kept.ConvertAll(key => key.Key);
        return new NpgsqlBatchCommand(Statements.DropKeys)
        {
            Parameters = { Parameter.Kinds(rows), Parameter.Ids(rows), Parameter.Kinds(owners), Parameter.Ids(owners), Parameter.Texts([.. kept.Select(key => key.Hash)]) },
        };
    }

    /// <summary>Null when no row has keys.</summary>
    public static NpgsqlBatchCommand? Add(List<DocumentRow> keyed)
    {
        var added = KeysOf(keyed);
        if (added.Count == 0)
        {
            return null;
        }

        var owners = added.ConvertAll(key => key.Key);
        return new NpgsqlBatchCommand(Statements.AddKeys) { Parameters = { Parameter.Kinds(owners), Parameter.Ids(owners), Parameter.Texts([.. added.Select(key => key.Hash)]) } };
    }

    private static List<(DocumentKey Key, string Hash)> KeysOf(List<DocumentRow> keyed) => [.. keyed.SelectMany(row => row.Keys!.Select(key => (row.Key, key)))];
}
