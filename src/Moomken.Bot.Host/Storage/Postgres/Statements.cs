namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// The few statements of the store. Each takes its rows as arrays, so that a commit of sixty works costs no more of them than
/// one of a single work. Rows are always locked in the order of kind and id, so that two nodes never wait for each other in a ring.
/// </summary>
internal static class Statements
{
    /// <summary>The error with which <c>moomken.unchanged</c> ends a commit.</summary>
    public const string Changed = "MM409";

    /// <summary>
    /// Of a session. The plans are forced to go by the index: one made while the tables were small would read them whole when
    /// they have grown. A session that stops in the midst of a transaction (a machine that is suspended) loses it
    /// and its locks after ten seconds.
    /// </summary>
    public const string Session = """
        SET jit = off; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_bitmapscan = off;
        SET plan_cache_mode = force_generic_plan; SET lock_timeout = '10s'; SET statement_timeout = '14s';
        SET idle_in_transaction_session_timeout = '10s'; SET client_min_messages = 'error'
        """;

    public const string Begin = "BEGIN";

    public const string BeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    public const string Commit = "COMMIT";

    public const string Rollback = "ROLLBACK";

    /// <summary>Locks and reads the documents of a plan; the body only when it is not the one that we have.</summary>
    public const string Fetch = """
        SELECT p.n, d.version, d.stamp, CASE WHEN d.stamp = p.known THEN NULL ELSE d.body END
        FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS p(kind, id, known, n)
        JOIN moomken.documents d ON d.kind = p.kind AND d.id = p.id
        ORDER BY d.kind, d.id
        FOR UPDATE OF d
        """;

    /// <summary>The same without locks, for works that only read.</summary>
    public const string Look = """
        SELECT p.n, d.version, d.stamp, CASE WHEN d.stamp = p.known THEN NULL ELSE d.body END
        FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS p(kind, id, known, n)
        JOIN moomken.documents d ON d.kind = p.kind AND d.id = p.id
        """;

    public const string Get = """
        SELECT version, stamp, CASE WHEN stamp = $3 THEN NULL ELSE body END FROM moomken.documents WHERE kind = $1 AND id = $2
        """;

    public const string Scan = """
        SELECT id, version, stamp, body FROM moomken.documents WHERE kind = $1 AND id > $2 ORDER BY id LIMIT $3
        """;

    public const string Find = """
        SELECT d.id, d.version, d.stamp, d.body
        FROM (SELECT id FROM moomken.keys WHERE kind = $1 AND key = $2 AND id > $3 ORDER BY id LIMIT $4) k
        JOIN moomken.documents d ON d.kind = $1 AND d.id = k.id
        ORDER BY d.id
        """;

    /// <summary>What was read without a lock and is not written must be as it was. SKIP LOCKED: whoever holds the row is about to change it.</summary>
    public const string CheckRead = """
        SELECT moomken.unchanged(count(*) = cardinality($1::text[])) FROM (
            SELECT 1 FROM unnest($1::text[], $2::text[], $3::bigint[]) AS p(kind, id, known)
            JOIN moomken.documents d ON d.kind = p.kind AND d.id = p.id AND d.stamp = p.known
            FOR SHARE OF d SKIP LOCKED) s
        """;

    /// <summary>The same for what is written though no plan had locked it.</summary>
    public const string CheckWritten = """
        SELECT moomken.unchanged(count(*) = cardinality($1::text[])) FROM (
            SELECT 1 FROM unnest($1::text[], $2::text[], $3::bigint[]) AS p(kind, id, known)
            JOIN moomken.documents d ON d.kind = p.kind AND d.id = p.id AND d.stamp = p.known
            FOR UPDATE OF d SKIP LOCKED) s
        """;

    /// <summary>What was looked for and not found must not be there now.</summary>
    public const string CheckAbsent = """
        SELECT moomken.unchanged(count(*) = 0)
        FROM unnest($1::text[], $2::text[]) AS p(kind, id) JOIN moomken.documents d ON d.kind = p.kind AND d.id = p.id
        """;

    public const string Update = """
        WITH done AS (
            UPDATE moomken.documents d SET version = p.version, stamp = $8, body = p.body, outbox = p.outbox, due = p.due
            FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bytea[], $6::text[], $7::timestamptz[])
                AS p(kind, id, known, version, body, outbox, due)
            WHERE d.kind = p.kind AND d.id = p.id AND d.stamp = p.known
            RETURNING 1)
        SELECT moomken.unchanged(count(*) = cardinality($1::text[])) FROM done
        """;

    public const string Delete = """
        WITH done AS (
            DELETE FROM moomken.documents d USING unnest($1::text[], $2::text[], $3::bigint[]) AS p(kind, id, known)
            WHERE d.kind = p.kind AND d.id = p.id AND d.stamp = p.known
            RETURNING 1)
        SELECT moomken.unchanged(count(*) = cardinality($1::text[])) FROM done
        """;

    /// <summary>The only statement besides <see cref="Fetch"/> that waits for another node: for one that is adding the same document.</summary>
    public const string Insert = """
        WITH done AS (
            INSERT INTO moomken.documents (kind, id, version, stamp, body, outbox, due)
            SELECT kind, id, version, $7, body, outbox, due
            FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[], $5::text[], $6::timestamptz[]) AS p(kind, id, version, body, outbox, due)
            ON CONFLICT DO NOTHING
            RETURNING 1)
        SELECT moomken.unchanged(count(*) = cardinality($1::text[])) FROM done
        """;

    /// <summary>Takes away the keys that a document no longer has. $3 and $4 pair each key that stays with its document.</summary>
    public const string DropKeys = """
        DELETE FROM moomken.keys k USING unnest($1::text[], $2::text[]) AS p(kind, id)
        WHERE k.kind = p.kind AND k.id = p.id
          AND NOT EXISTS (SELECT 1 FROM unnest($3::text[], $4::text[], $5::text[]) AS n(kind, id, key) WHERE n.kind = k.kind AND n.id = k.id AND n.key = k.key)
        """;

    public const string AddKeys = """
        INSERT INTO moomken.keys (kind, id, key) SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING
        """;

    public const string AddSent = """
        INSERT INTO moomken.sent AS s (message, provider_id, taken) SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[])
        ON CONFLICT (message) DO UPDATE SET provider_id = EXCLUDED.provider_id, taken = true WHERE EXCLUDED.taken AND NOT s.taken
        """;

    public const string ForgetSent = "DELETE FROM moomken.sent WHERE message = ANY($1)";

    /// <summary>
    /// In the transaction itself: proof that it was committed. Afterwards, by who lost the connection: it waits for the
    /// transaction if that still runs, and where it succeeds the other never can.
    /// </summary>
    public const string AddCommit = "INSERT INTO moomken.commits (stamp) VALUES ($1)";

    public const string RefuseCommit = "INSERT INTO moomken.commits (stamp, refused) VALUES ($1, true) ON CONFLICT DO NOTHING";

    public const string WasCommitted = "SELECT NOT refused FROM moomken.commits WHERE stamp = $1";
}
