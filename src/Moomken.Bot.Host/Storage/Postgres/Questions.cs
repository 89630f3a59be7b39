using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>The statements that read, with their parameters.</summary>
internal static class Questions
{
    /// <param name="statement"><see cref="Statements.Fetch"/> or <see cref="Statements.Look"/>.</param>
    /// <param name="keys">In the order in which rows are locked.</param>
    /// <param name="cached">For each key what is remembered of it, so that an unchanged body is not sent again.</param>
    public static NpgsqlBatchCommand Many(string statement, DocumentKey[] keys, KnownDocument?[] cached) => new(statement)
    {
        Parameters =
        {
            Parameter.Texts(Array.ConvertAll(keys, key => key.Kind)),
            Parameter.Texts(Array.ConvertAll(keys, key => key.Id)),
            Parameter.Numbers(Array.ConvertAll(cached, document => document?.Stamp ?? 0)),
        },
    };

    public static NpgsqlBatchCommand One(DocumentKey key, KnownDocument? cached) => new(Statements.Get)
    {
        Parameters = { Parameter.Text(key.Kind), Parameter.Text(key.Id), Parameter.Number(cached?.Stamp ?? 0) },
    };

    public static NpgsqlBatchCommand Scan(string kind, string after, int count) => new(Statements.Scan)
    {
        Parameters = { Parameter.Text(kind), Parameter.Text(after), Parameter.Number(count) },
    };

    public static NpgsqlBatchCommand Find(string kind, string hash, string after, int count) => new(Statements.Find)
    {
        Parameters = { Parameter.Text(kind), Parameter.Text(hash), Parameter.Text(after), Parameter.Number(count) },
    };
}
