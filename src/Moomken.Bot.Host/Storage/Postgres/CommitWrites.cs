using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>What a transaction has to say to the database at its end: that what it read still holds, and what it writes.</summary>
internal sealed class CommitWrites
{
    private readonly List<(DocumentKey Key, KnownDocument Known)> read = [];
    private readonly List<(DocumentKey Key, KnownDocument Known)> unlocked = [];
    private readonly List<DocumentKey> absent = [];
    private readonly List<DocumentRow> inserts = [];
    private readonly List<(DocumentRow Row, KnownDocument Known)> updates = [];
    private readonly List<(DocumentKey Key, KnownDocument Known)> deletes = [];
    private readonly IReadOnlyDictionary<DocumentKey, DocumentRow> rows;
    private readonly Dictionary<string, (string? Provider, bool Taken)> sent;
    private readonly HashSet<string> forgotten;

    public CommitWrites(WorkTransaction transaction)
    {
        (rows, sent, forgotten) = (transaction.Rows, transaction.Sent, transaction.Forgotten);
        foreach (var row in rows.Values.OrderBy(row => row.Key))
        {
            Sort(row, transaction.Fetched.Known[row.Key]);
        }

        foreach (var (key, known) in transaction.Fetched.Known)
        {
            SortRead(key, known);
        }
    }

    public bool IsEmpty => inserts.Count + updates.Count + deletes.Count + sent.Count + forgotten.Count == 0;

    public IEnumerable<NpgsqlBatchCommand> Commands(long stamp)
    {
        var keyed = rows.Values.Where(row => row.Keys is not null).ToList();
        return ((NpgsqlBatchCommand?[])
        [
            Checked(Statements.CheckWritten, unlocked),
            Checked(Statements.CheckRead, read),
            absent.Count == 0 ? null : new NpgsqlBatchCommand(Statements.CheckAbsent) { Parameters = { Parameter.Kinds(absent), Parameter.Ids(absent) } },
            Update(stamp),
            Checked(Statements.Delete, deletes),
            KeyWrites.Drop(keyed),
            KeyWrites.Add(keyed),
            sent.Count == 0 ? null : AddSent(),
            forgotten.Count == 0 ? null : new NpgsqlBatchCommand(Statements.ForgetSent) { Parameters = { Parameter.Texts([.. forgotten]) } },
            new NpgsqlBatchCommand(Statements.AddCommit) { Parameters = { Parameter.Number(stamp) } },
            Insert(stamp),
        ]).OfType<NpgsqlBatchCommand>();
    }

    private void Sort(DocumentRow row, KnownDocument known)
    {
        if (known.Version > 0 && !known.Locked)
        {
            unlocked.Add((row.Key, known));
        }

        if (row.Body is null && known.Version > 0)
        {
            deletes.Add((row.Key, known));
        }
        else if (row.Body is not null && known.Version > 0)
        {
            updates.Add((row, known));
        }
        else if (row.Body is not null)
        {
            inserts.Add(row);
        }
    }

    // What is inserted proves its own absence; what is locked cannot have changed.
    private void SortRead(DocumentKey key, KnownDocument known)
    {
        var isWritten = rows.TryGetValue(key, out var row) && (row.Body is not null || known.Version > 0);
        if (isWritten || known.Locked || known.Assumed)
        {
            return;
        }

        if (known.Version > 0)
        {
            read.Add((key, known));
        }
        else
        {
            absent.Add(key);
        }
    }

    private NpgsqlBatchCommand? Update(long stamp) => updates.Count == 0 ? null : new NpgsqlBatchCommand(Statements.Update)
    {
        Parameters =
        {
            Parameter.Texts([.. updates.Select(update => update.Row.Key.Kind)]),
            Parameter.Texts([.. updates.Select(update => update.Row.Key.Id)]),
            Parameter.Numbers([.. updates.Select(update => update.Known.Stamp)]),
            Parameter.Numbers([.. updates.Select(update => update.Row.Version)]),
            Parameter.Bytes([.. updates.Select(update => update.Row.Body!)]),
            Parameter.Texts([.. updates.Select(update => update.Row.Outbox)]),
            Parameter.Times([.. updates.Select(update => update.Row.Due)]),
            Parameter.Number(stamp),
        },
    };

    private NpgsqlBatchCommand? Insert(long stamp) => inserts.Count == 0 ? null : new NpgsqlBatchCommand(Statements.Insert)
    {
        Parameters =
        {
            Parameter.Texts([.. inserts.Select(row => row.Key.Kind)]),
            Parameter.Texts([.. inserts.Select(row => row.Key.Id)]),
            Parameter.Numbers([.. inserts.Select(row => row.Version)]),
            Parameter.Bytes([.. inserts.Select(row => row.Body!)]),
            Parameter.Texts([.. inserts.Select(row => row.Outbox)]),
            Parameter.Times([.. inserts.Select(row => row.Due)]),
            Parameter.Number(stamp),
        },
    };

    // In the order of the ids: two nodes that note the same messages must not wait for each other in a ring.
    private NpgsqlBatchCommand AddSent()
    {
        var notes = sent.OrderBy(note => note.Key, StringComparer.Ordinal).ToList();
        return new NpgsqlBatchCommand(Statements.AddSent)
        {
            Parameters = { Parameter.Texts([.. notes.Select(note => note.Key)]), Parameter.Texts([.. notes.Select(note => note.Value.Provider)]), Parameter.Truths([.. notes.Select(note => note.Value.Taken)]) },
        };
    }

    private static NpgsqlBatchCommand? Checked(string statement, List<(DocumentKey Key, KnownDocument Known)> documents)
    {
        if (documents.Count == 0)
        {
            return null;
        }

        var keys = documents.ConvertAll(document => document.Key);
        return new NpgsqlBatchCommand(statement) { Parameters = { Parameter.Kinds(keys), Parameter.Ids(keys), Parameter.Numbers([.. documents.Select(document => document.Known.Stamp)]) } };
    }
}
