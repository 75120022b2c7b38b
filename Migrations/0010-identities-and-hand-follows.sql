-- Why: an account may be signed in to by several providers, joined with a confirmation; and follows are kept by who says them.

-- What the provider calls its user, to tell identities apart on the settings page.
ALTER TABLE connection ADD COLUMN display_name TEXT;

-- A finished authorization that waits until whoever began it confirms that the identity is to be theirs. Tokens are sealed.
CREATE TABLE proposed_link (
    session_id TEXT PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    provider TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    former_subject TEXT,
    display_name TEXT,
    scopes TEXT,
    access_token TEXT,
    refresh_token TEXT,
    access_expires_at INTEGER,
    access_lifetime_ms INTEGER,
    proposed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX proposed_link_by_end ON proposed_link (expires_at);

-- In `follow.origin` stands who says so: local (the account, here), spotify (its list there) or both.
-- Artists whom the account has left here although its list still names them: the list must not bring them back.
CREATE TABLE left_artist (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    artist_id INTEGER NOT NULL REFERENCES artist (id),
    PRIMARY KEY (account_id, artist_id)
) STRICT, WITHOUT ROWID;
