-- Why: people sign in; their tokens are kept sealed; a refresh is leased, noted before it is sent, and fenced.

-- Facts about this installation: its id, the check values of its keys, the probe of whether it takes writes.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Counts that would be dear to take anew each time.
CREATE TABLE tally (
    name TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- All times are milliseconds since 1970 in UTC.
CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    display_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- Grows with every change that one of the account's pages shows.
    page_version INTEGER NOT NULL DEFAULT 1,
    -- The feed address is derived from this number and a key; only its digest is kept, to find the account by it.
    feed_generation INTEGER NOT NULL DEFAULT 1,
    feed_key_id TEXT NOT NULL DEFAULT '',
    feed_digest BLOB
) STRICT;
CREATE UNIQUE INDEX account_by_feed ON account (feed_digest) WHERE feed_digest IS NOT NULL;

-- A user of a provider. Identity is issuer and subject, never a name or an address.
CREATE TABLE connection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    provider TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- connected, needs_reconnect, held, undecryptable; disconnected keeps the identity and nothing else.
    state TEXT NOT NULL CHECK (state IN ('connected', 'needs_reconnect', 'held', 'undecryptable', 'disconnected')),
    end_reason TEXT,
    state_since INTEGER NOT NULL,
    -- When its owner last agreed: the consent ends six months later.
    authorized_at INTEGER NOT NULL,
    scopes TEXT NOT NULL,
    -- Raised with every change of the tokens; every write of them is compared and set on it.
    token_version INTEGER NOT NULL DEFAULT 1,
    access_token BLOB,
    refresh_token BLOB,
    access_expires_at INTEGER,
    access_lifetime_ms INTEGER,
    refresh_due_at INTEGER,
    refresh_failures INTEGER NOT NULL DEFAULT 0,
    refresh_error TEXT,
    -- The lease on a refresh, and the note that one was begun with this version of the tokens.
    lease_owner BLOB,
    lease_until INTEGER,
    fence INTEGER NOT NULL DEFAULT 0,
    attempt_version INTEGER,
    attempt_at INTEGER,
    -- The follow list.
    follows_due_at INTEGER,
    follows_read_at INTEGER,
    follows_error TEXT,
    follows_failures INTEGER NOT NULL DEFAULT 0,
    follows_lease_until INTEGER,
    follows_fence INTEGER NOT NULL DEFAULT 0,
    -- The digest of a list kept aside as implausible; obeyed if the next reading has the same.
    follows_quarantine BLOB,
    UNIQUE (issuer, subject)
) STRICT;
CREATE INDEX connection_by_account ON connection (account_id);
CREATE INDEX connection_refresh_due ON connection (refresh_due_at) WHERE state = 'connected' AND refresh_due_at IS NOT NULL;
CREATE INDEX connection_leased ON connection (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX connection_follows_leased ON connection (follows_lease_until) WHERE follows_lease_until IS NOT NULL;
CREATE INDEX connection_follows_due ON connection (follows_due_at) WHERE state = 'connected' AND follows_due_at IS NOT NULL;

-- The data key of a connection, wrapped by a key of the keyring. Deleting the row shreds the tokens.
CREATE TABLE data_key (
    connection_id INTEGER PRIMARY KEY REFERENCES connection (id) ON DELETE CASCADE,
    key_id TEXT NOT NULL,
    wrapped BLOB NOT NULL
) STRICT;
CREATE INDEX data_key_by_key ON data_key (key_id);

-- Sign-in flows that have been used up; a code is exchanged once.
CREATE TABLE consumed_flow (
    id BLOB PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX consumed_flow_by_end ON consumed_flow (expires_at);

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    secret_digest BLOB NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    idle_expires_at INTEGER NOT NULL,
    absolute_expires_at INTEGER NOT NULL,
    user_agent TEXT NOT NULL,
    network TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account_id);
-- The idle limit is never later than the absolute one.
CREATE INDEX session_by_end ON session (idle_expires_at);
