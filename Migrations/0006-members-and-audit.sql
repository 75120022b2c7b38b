-- Why: an operator decides who comes and who goes, and who did what, and when, can be looked up.

ALTER TABLE account ADD COLUMN is_administrator INTEGER NOT NULL DEFAULT 0;
-- NULL: not blocked. The reason is in an administrator's words, for whoever is.
ALTER TABLE account ADD COLUMN blocked_at INTEGER;
ALTER TABLE account ADD COLUMN block_reason TEXT NOT NULL DEFAULT '';
CREATE INDEX account_administrator ON account (id) WHERE is_administrator = 1;

-- The id by which the provider's own pages name the user, which is what an operator knows of somebody.
ALTER TABLE connection ADD COLUMN public_id TEXT NOT NULL DEFAULT '';

-- Users of providers who may join, whether or not they have.
CREATE TABLE admission (
    provider TEXT NOT NULL,
    -- As the operator wrote it: the public id or the subject.
    user_id TEXT NOT NULL,
    note TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (provider, user_id)
) STRICT, WITHOUT ROWID;

-- Who has proved who they are, and was not let in.
CREATE TABLE join_request (
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    public_id TEXT NOT NULL,
    display_name TEXT NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (provider, subject)
) STRICT, WITHOUT ROWID;

-- One-time links. The token is with whoever was given the link; here is its digest.
CREATE TABLE invitation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest BLOB NOT NULL UNIQUE,
    note TEXT NOT NULL,
    makes_administrator INTEGER NOT NULL,
    -- Printed at a start without an administrator; the next start makes another.
    is_of_start INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

-- What happened. Rows are added, never changed; old ones are tidied away, and an account's go with it.
CREATE TABLE audit_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    act TEXT NOT NULL,
    is_refused INTEGER NOT NULL,
    -- person, operator, fanfare.
    actor TEXT NOT NULL,
    -- Numbers of accounts that may be gone, so no references.
    actor_id INTEGER,
    account_id INTEGER,
    -- The address, cut to its network.
    network TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_entry_by_account ON audit_entry (account_id, id) WHERE account_id IS NOT NULL;
CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only added to');
END;
