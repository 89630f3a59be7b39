-- Every document, sealed as a whole. What lies here in the clear: kinds, ids, counts, times and the channel account.
CREATE TABLE moomken.documents (
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    -- Of the commit that wrote it. Unlike the version it never comes back after a deletion, so it proves that nothing changed.
    stamp bigint NOT NULL,
    body bytea NOT NULL,
    -- Conversations only: the account whose sender has something to send, and when to look at the timers.
    outbox text COLLATE "C",
    due timestamptz,
    PRIMARY KEY (kind, id)
) WITH (
    -- Room for the next state of a conversation in the same page, so that no index is touched by a turn.
    fillfactor = 60,
    -- Sealed bytes do not compress, and a conversation of 2 to 8 KB is one row instead of slices in a second table.
    toast_tuple_target = 8160,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.1
);
ALTER TABLE moomken.documents ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX documents_outbox ON moomken.documents (outbox, id) WHERE outbox IS NOT NULL;
CREATE INDEX documents_due ON moomken.documents (due, id) WHERE due IS NOT NULL;

-- Index keys: keyed hashes, so that nobody can tell what a document is found by.
CREATE TABLE moomken.keys (
    kind text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    PRIMARY KEY (kind, key, id)
);
CREATE INDEX keys_of_document ON moomken.keys (kind, id);

-- Which indexes the documents of a kind have their keys for.
CREATE TABLE moomken.kinds (
    name text COLLATE "C" PRIMARY KEY,
    indexes text NOT NULL
);

-- Every commit, for an hour: whoever lost the connection in the midst of one finds out here how it ended.
CREATE TABLE moomken.commits (
    stamp bigint PRIMARY KEY,
    -- By who asked how it ended: that commit can never be made any more.
    refused boolean NOT NULL DEFAULT false,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX commits_at ON moomken.commits (at);

-- Messages that the provider took and that still stand in their conversation's document, and attempts under way.
CREATE TABLE moomken.sent (
    message text COLLATE "C" PRIMARY KEY,
    provider_id text,
    -- False while an attempt is under way whose outcome must be looked up when its node dies.
    taken boolean NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);

-- Who sends for a channel account, and who does the rounds.
CREATE TABLE moomken.leases (
    name text COLLATE "C" PRIMARY KEY,
    node text NOT NULL,
    term bigint NOT NULL,
    until timestamptz NOT NULL
);

CREATE TABLE moomken.notes (
    name text COLLATE "C" PRIMARY KEY,
    body bytea NOT NULL
);

-- Fails the whole commit when something changed since it was read.
CREATE FUNCTION moomken.unchanged(so boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT so THEN
        RAISE EXCEPTION 'a document changed since it was read' USING ERRCODE = 'MM409';
    END IF;
END
$$;
