-- Why: artists are checked one group at a time, once for everybody; what is new becomes an announcement for each follower.

CREATE TABLE artist (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    name TEXT NOT NULL,
    image_url TEXT,
    page_url TEXT,
    first_seen_at INTEGER NOT NULL,
    UNIQUE (source, source_id)
) STRICT;

CREATE TABLE follow (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    artist_id INTEGER NOT NULL REFERENCES artist (id),
    -- spotify: a provider's list says so; local: the account said so here.
    origin TEXT NOT NULL,
    followed_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, artist_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_by_artist ON follow (artist_id, account_id, followed_at);

-- One list of one artist's releases at a source, and how its checks stand.
CREATE TABLE artist_group (
    artist_id INTEGER NOT NULL REFERENCES artist (id),
    grp TEXT NOT NULL,
    -- The first complete check: what it saw is the silent baseline.
    baseline_at INTEGER,
    complete_at INTEGER,
    -- How many releases the source said there are, at the last complete check.
    total INTEGER,
    failed_at INTEGER,
    failure TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    -- How many items of the last complete page could not be read.
    unreadable INTEGER NOT NULL DEFAULT 0,
    -- 0: never checked, before everybody else. NULL: nobody follows, and the group is never due.
    due_at INTEGER,
    lease_until INTEGER,
    fence INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (artist_id, grp)
) STRICT, WITHOUT ROWID;
CREATE INDEX artist_group_due ON artist_group (due_at, artist_id, grp) WHERE due_at IS NOT NULL;
CREATE INDEX artist_group_leased ON artist_group (lease_until) WHERE lease_until IS NOT NULL;

-- How many groups have their turn, which decides how long a turn takes.
INSERT INTO tally (name, count) VALUES ('followed_groups', 0);
CREATE TRIGGER artist_group_added AFTER INSERT ON artist_group WHEN NEW.due_at IS NOT NULL
BEGIN
    UPDATE tally SET count = count + 1 WHERE name = 'followed_groups';
END;
CREATE TRIGGER artist_group_changed AFTER UPDATE OF due_at ON artist_group
WHEN (OLD.due_at IS NULL) <> (NEW.due_at IS NULL)
BEGIN
    UPDATE tally SET count = count + iif(NEW.due_at IS NULL, -1, 1) WHERE name = 'followed_groups';
END;

-- Releases that are one thing to a listener. Never deleted, so that what is removed and added again stays quiet.
CREATE TABLE family (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title_key TEXT NOT NULL,
    artist_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- The date of its first release, to which those of later copies are compared.
    date TEXT NOT NULL,
    -- The family of which this is a later edition: deluxe, extended, anniversary.
    edition_of INTEGER REFERENCES family (id),
    versions INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX family_by_key ON family (artist_key, title_key, kind);

CREATE TABLE release (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    family_id INTEGER NOT NULL REFERENCES family (id),
    title TEXT NOT NULL,
    type TEXT,
    -- As precise as the source was: 2026-11-21, 2026-11, 2026 or empty. Never coerced.
    date TEXT NOT NULL,
    -- For sorting alone: the last day the date may mean, 0 for unknown.
    sort_day INTEGER NOT NULL,
    -- The artists' names in order, separated by U+001F.
    artist_names TEXT NOT NULL,
    image_url TEXT,
    page_url TEXT NOT NULL,
    track_count INTEGER,
    first_seen_at INTEGER NOT NULL,
    UNIQUE (source, source_id)
) STRICT;
CREATE INDEX release_by_family ON release (family_id);

-- In which of an artist's lists a release was seen, and whether that was at the baseline.
CREATE TABLE release_artist (
    artist_id INTEGER NOT NULL REFERENCES artist (id),
    -- As in the release.
    sort_day INTEGER NOT NULL,
    release_id INTEGER NOT NULL REFERENCES release (id),
    family_id INTEGER NOT NULL REFERENCES family (id),
    grp TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL,
    at_baseline INTEGER NOT NULL,
    PRIMARY KEY (artist_id, sort_day, release_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX release_artist_by_release ON release_artist (release_id);

-- What one account is told of one family, once for each stage.
CREATE TABLE announcement (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- Unlike any other account's, and growing: counted in `tally`. The rows lie by account, so that a page is read in one go.
    id INTEGER NOT NULL,
    family_id INTEGER NOT NULL REFERENCES family (id),
    release_id INTEGER NOT NULL REFERENCES release (id),
    stage TEXT NOT NULL,
    class TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, family_id, stage)
) STRICT, WITHOUT ROWID;
INSERT INTO tally (name, count) VALUES ('announcements', 0);

-- Calls in the hour-sixth that begins at `bucket_at`, by client id and endpoint family: the rolling day is a sum over these.
CREATE TABLE call_ledger (
    client_id TEXT NOT NULL,
    family TEXT NOT NULL,
    bucket_at INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    PRIMARY KEY (client_id, family, bucket_at)
) STRICT, WITHOUT ROWID;

-- Until when a family of calls pauses because the provider said so. Survives restarts, is never shortened.
CREATE TABLE call_pause (
    client_id TEXT NOT NULL,
    family TEXT NOT NULL,
    until INTEGER NOT NULL,
    is_quota INTEGER NOT NULL,
    PRIMARY KEY (client_id, family)
) STRICT, WITHOUT ROWID;
