using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// The connection of one lane and the transaction on it. Opened when it is first needed, and again after it broke. The
/// transaction begins with the first thing that is asked, in the same round trip. One thread only.
/// </summary>
internal sealed class LaneConnection(PostgresParts parts, string begin) : IDisposable
{
    private NpgsqlConnection? connection;
    private bool begun;

    /// <summary>Set when a question failed. Whatever the works made of that, nothing of this transaction may be committed.</summary>
    public DatabaseFault? Fault { get; private set; }

    /// <summary>True when an answer has come over this connection before: a fault may then only mean that the server was started anew.</summary>
    public bool WasUsed { get; private set; }

    /// <summary>One question in the transaction; <paramref name="row"/> is called for each row of the answer.</summary>
    public void Read(NpgsqlBatchCommand question, Action<NpgsqlDataReader> row) => Guard(() =>
    {
        using var batch = Connection().CreateBatch();
        if (!begun)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(begin));
        }

        batch.BatchCommands.Add(question);
        begun = true;
        using var reader = batch.ExecuteReader();
        do
        {
            while (reader.Read())
            {
                row(reader);
            }
        }
        while (reader.NextResult());
        WasUsed = true;
    });

    /// <summary>Writes all and commits, in one round trip: what fails stops all that stands behind it, the commit too.</summary>
    public void Commit(IEnumerable<NpgsqlBatchCommand> writes) => Guard(() =>
    {
        using var batch = Connection().CreateBatch();
        if (!begun)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(begin));
        }

        foreach (var write in writes)
        {
            batch.BatchCommands.Add(write);
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand(Statements.Commit));
        begun = true;
        batch.ExecuteNonQuery();
        begun = false;
        WasUsed = true;
    });

    /// <summary>Connects, where that is not done yet.</summary>
    public void Open() => Guard(() => Connection());

    /// <summary>Ends the transaction, if there is one, and leaves nothing of it. Does not throw: a connection that cannot do it is given up.</summary>
    public void Rollback()
    {
        Fault = null;
        if (!begun)
        {
            return;
        }

        try
        {
            using var command = new NpgsqlCommand(Statements.Rollback, connection);
            command.ExecuteNonQuery();
            begun = false;
        }
        catch (Exception error) when (DatabaseFault.IsOf(error))
        {
            GiveUp();
        }
    }

    /// <summary>The next question opens another.</summary>
    public void GiveUp()
    {
        (var broken, connection, begun, WasUsed, Fault) = (connection, null, false, false, null);
        broken?.Dispose();
    }

    public void Dispose() => GiveUp();

    private void Guard(Action act)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        parts.Counters.AddQuestion();
        try
        {
            act();
        }
        catch (Exception error) when (DatabaseFault.IsOf(error))
        {
            throw Fault = new DatabaseFault(error);
        }
    }

    private NpgsqlConnection Connection()
    {
        if (connection is not null)
        {
            return connection;
        }

        var opening = new NpgsqlConnection(parts.ConnectionString);
        try
        {
            opening.Open();
            using var session = new NpgsqlCommand(Statements.Session, opening);
            session.ExecuteNonQuery();
        }
        catch
        {
            opening.Dispose();
            throw;
        }

        return connection = opening;
    }
}
