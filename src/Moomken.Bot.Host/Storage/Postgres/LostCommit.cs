using System.Diagnostics;
using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// The connection broke after a commit was sent and before its answer came: finds out how it ended. The stamp is claimed for
/// ourselves: that waits for the transaction if the server still works on it, finds the stamp if it was committed, and if it
/// succeeds the transaction can never be committed any more.
/// </summary>
internal sealed class LostCommit(string connectionString, TimeSpan patience, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Null when the database did not come back in time: then nobody knows.</summary>
    public bool? WasCommitted(long stamp)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < patience)
        {
            try
            {
                return Ask(stamp);
            }
            catch (Exception error) when (DatabaseFault.IsOf(error))
            {
                Debug.WriteLine(error.GetType().Name); // the server is not back yet, or the transaction still runs
            }

            if (stopping.WaitHandle.WaitOne(Pause))
            {
                return null;
            }
        }

        return null;
    }

    // Two statements: whether this or an earlier question of ours made the row, the row itself says how it ended.
    private bool Ask(long stamp)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var session = new NpgsqlCommand(Statements.Session, connection);
        session.ExecuteNonQuery();
        using (var refuse = new NpgsqlCommand(Statements.RefuseCommit, connection) { Parameters = { Parameter.Number(stamp) } })
        {
            refuse.ExecuteNonQuery();
        }

        using var ask = new NpgsqlCommand(Statements.WasCommitted, connection) { Parameters = { Parameter.Number(stamp) } };
        return ask.ExecuteScalar() is true;
    }
}
