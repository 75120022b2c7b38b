-- Why: calls are few and are spent where they tell most people soonest; what is long (lists, audiences) is done in pieces.

-- How many follow an artist, which the plan of every check needs and nobody can count each time.
ALTER TABLE artist ADD COLUMN followers INTEGER NOT NULL DEFAULT 0;
UPDATE artist SET followers = (SELECT count(*) FROM follow f WHERE f.artist_id = artist.id);
CREATE TRIGGER follow_added AFTER INSERT ON follow
BEGIN
    UPDATE artist SET followers = followers + 1 WHERE id = NEW.artist_id;
END;
CREATE TRIGGER follow_dropped AFTER DELETE ON follow
BEGIN
    UPDATE artist SET followers = followers - 1 WHERE id = OLD.artist_id;
END;

-- Releases expected in a billion days, worked out at the last complete check; NULL where nobody has asked yet.
ALTER TABLE artist_group ADD COLUMN rhythm INTEGER;
-- What the group would take of the calls, √(followers × releases a day ÷ 2) in millionths: their sum sets the price of one.
ALTER TABLE artist_group ADD COLUMN share INTEGER NOT NULL DEFAULT 0;
-- The next item that a reading of the whole list asks for; NULL if none is under way.
ALTER TABLE artist_group ADD COLUMN sweep_offset INTEGER;
-- What page 1 said there are when it began, and how many of these nobody can name yet.
ALTER TABLE artist_group ADD COLUMN sweep_total INTEGER;
ALTER TABLE artist_group ADD COLUMN sweep_growth INTEGER;
-- How often it had to begin again, since the list changed under it.
ALTER TABLE artist_group ADD COLUMN sweep_restarts INTEGER NOT NULL DEFAULT 0;
-- When the whole list was last read: from then on, whatever it shows that is not known is new.
ALTER TABLE artist_group ADD COLUMN swept_at INTEGER;

INSERT INTO tally (name, count) VALUES ('shares', 0), ('price_correction', 1000000), ('price_day', 0);
CREATE TRIGGER artist_group_shared AFTER UPDATE OF share, due_at ON artist_group
WHEN NEW.share * (NEW.due_at IS NOT NULL) <> OLD.share * (OLD.due_at IS NOT NULL)
BEGIN
    UPDATE tally SET count = count + NEW.share * (NEW.due_at IS NOT NULL) - OLD.share * (OLD.due_at IS NOT NULL)
    WHERE name = 'shares';
END;
-- A group that begins anew knows nothing of its list.
CREATE TRIGGER artist_group_begun_anew AFTER UPDATE OF baseline_at ON artist_group
WHEN NEW.baseline_at IS NULL AND OLD.baseline_at IS NOT NULL
BEGIN
    UPDATE artist_group SET total = NULL, sweep_offset = NULL, sweep_total = NULL, swept_at = NULL
    WHERE artist_id = NEW.artist_id AND grp = NEW.grp;
    DELETE FROM sweep_item WHERE artist_id = NEW.artist_id AND grp = NEW.grp;
END;

-- What a reading of a whole list has seen so far: it moves nothing until the last page is in.
CREATE TABLE sweep_item (
    artist_id INTEGER NOT NULL REFERENCES artist (id),
    grp TEXT NOT NULL,
    source_id TEXT NOT NULL,
    title TEXT NOT NULL,
    type TEXT,
    date TEXT NOT NULL,
    -- Ids and names in turn, separated by U+001F.
    artists TEXT NOT NULL,
    image_url TEXT,
    page_url TEXT,
    track_count INTEGER,
    PRIMARY KEY (artist_id, grp, source_id)
) STRICT, WITHOUT ROWID;

-- A release whose followers are too many for one transaction: who comes after `after_account` has not been told yet.
CREATE TABLE audience (
    id INTEGER PRIMARY KEY,
    artist_id INTEGER NOT NULL REFERENCES artist (id),
    release_id INTEGER NOT NULL REFERENCES release (id),
    family_id INTEGER NOT NULL REFERENCES family (id),
    class TEXT NOT NULL,
    date TEXT NOT NULL,
    at_baseline INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    after_account INTEGER NOT NULL,
    -- How often it was its turn: those that had fewest come first.
    turns INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX audience_by_turn ON audience (turns, id);

-- How many calls a day a provider was last seen to grant, learned from its refusals; it is believed less as time passes.
CREATE TABLE call_ceiling (
    client_id TEXT NOT NULL,
    family TEXT NOT NULL,
    calls INTEGER NOT NULL,
    learned_at INTEGER NOT NULL,
    PRIMARY KEY (client_id, family)
) STRICT, WITHOUT ROWID;
