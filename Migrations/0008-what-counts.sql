-- Why: people decide what counts for them; every decision keeps its reason and can be replayed; doubtful releases are held.

-- What one account has decided, as text that the program reads and writes; who has decided nothing has no row.
CREATE TABLE account_rules (
    account_id INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    rules TEXT NOT NULL,
    set_at INTEGER NOT NULL
) STRICT;
-- All that were ever in force, so that a decision can be replayed by the rules of its day. Version 0 stands for none.
CREATE TABLE past_rules (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    rules TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, version)
) STRICT, WITHOUT ROWID;

-- How much an artist matters to somebody. Outlives the follow: who was muted stays so when a list names them again.
CREATE TABLE artist_tier (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    artist_id INTEGER NOT NULL REFERENCES artist (id),
    tier TEXT NOT NULL CHECK (tier IN ('important', 'digest', 'muted')),
    PRIMARY KEY (account_id, artist_id)
) STRICT, WITHOUT ROWID;

-- Lists that an account wants checked beside the standard ones. The triggers keep the groups of its artists in turn.
CREATE TABLE wanted_list (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    grp TEXT NOT NULL,
    PRIMARY KEY (account_id, grp)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER list_wanted AFTER INSERT ON wanted_list
BEGIN
    INSERT INTO artist_group (artist_id, grp, due_at)
    SELECT artist_id, NEW.grp, 0 FROM follow WHERE account_id = NEW.account_id
    ON CONFLICT DO UPDATE SET due_at = 0, baseline_at = NULL, complete_at = NULL WHERE due_at IS NULL;
END;
CREATE TRIGGER list_unwanted AFTER DELETE ON wanted_list
BEGIN
    UPDATE artist_group SET due_at = NULL, lease_until = NULL, fence = fence + 1
    WHERE grp = OLD.grp AND due_at IS NOT NULL
        AND artist_id IN (SELECT artist_id FROM follow WHERE account_id = OLD.account_id)
        AND NOT EXISTS (
            SELECT 1 FROM follow f CROSS JOIN wanted_list w ON w.account_id = f.account_id AND w.grp = OLD.grp
            WHERE f.artist_id = artist_group.artist_id);
END;
CREATE TRIGGER follow_wants_lists AFTER INSERT ON follow
WHEN EXISTS (SELECT 1 FROM wanted_list WHERE account_id = NEW.account_id)
BEGIN
    INSERT INTO artist_group (artist_id, grp, due_at)
    SELECT NEW.artist_id, grp, 0 FROM wanted_list WHERE account_id = NEW.account_id
    ON CONFLICT DO UPDATE SET due_at = 0, baseline_at = NULL, complete_at = NULL WHERE due_at IS NULL;
END;
CREATE TRIGGER follow_wanted_lists AFTER DELETE ON follow
WHEN EXISTS (SELECT 1 FROM wanted_list WHERE account_id = OLD.account_id)
BEGIN
    UPDATE artist_group SET due_at = NULL, lease_until = NULL, fence = fence + 1
    WHERE artist_id = OLD.artist_id AND due_at IS NOT NULL
        AND grp IN (SELECT grp FROM wanted_list WHERE account_id = OLD.account_id)
        AND NOT EXISTS (
            SELECT 1 FROM follow f CROSS JOIN wanted_list w ON w.account_id = f.account_id AND w.grp = artist_group.grp
            WHERE f.artist_id = OLD.artist_id);
END;

-- By these copies are known and doubts are raised; not every source tells them.
ALTER TABLE release ADD COLUMN upc TEXT;
CREATE INDEX release_by_upc ON release (upc) WHERE upc IS NOT NULL;
-- The source's ids of the artists in order, separated by U+001F; empty for what was stored before this.
ALTER TABLE release ADD COLUMN artist_ids TEXT NOT NULL DEFAULT '';

-- What decisions rest on, as it was when the release turned up in the list; NULL for what was stored before this.
ALTER TABLE release_artist ADD COLUMN facts TEXT;

-- How far the news went: push, digest, page, held, none; the rule that said so, and what it knew of the person.
ALTER TABLE announcement ADD COLUMN reach TEXT NOT NULL DEFAULT 'push';
ALTER TABLE announcement ADD COLUMN rule TEXT NOT NULL DEFAULT 'told';
ALTER TABLE announcement ADD COLUMN artist_id INTEGER REFERENCES artist (id);
ALTER TABLE announcement ADD COLUMN followed_at INTEGER;
ALTER TABLE announcement ADD COLUMN tier TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE announcement ADD COLUMN rules_version INTEGER NOT NULL DEFAULT 0;

-- News that somebody was not told because of their own rules: as explained as what they were told.
CREATE TABLE silence (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    family_id INTEGER NOT NULL REFERENCES family (id),
    release_id INTEGER NOT NULL REFERENCES release (id),
    artist_id INTEGER NOT NULL REFERENCES artist (id),
    rule TEXT NOT NULL,
    followed_at INTEGER NOT NULL,
    tier TEXT NOT NULL,
    rules_version INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, family_id, release_id, artist_id)
) STRICT, WITHOUT ROWID;

-- Whether a family is by the artist in whose list it stands, in somebody's word.
CREATE TABLE attribution (
    family_id INTEGER NOT NULL REFERENCES family (id),
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    word TEXT NOT NULL CHECK (word IN ('theirs', 'not_theirs')),
    said_at INTEGER NOT NULL,
    PRIMARY KEY (family_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX attribution_by_account ON attribution (account_id);
