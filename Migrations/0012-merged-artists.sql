-- Why: a source makes one artist of two, whose lists and followers then belong together; and a list read page by page keeps every fact.

-- The artist that the source names in this one's place: this one is asked for no more, and whoever follows it follows that one.
ALTER TABLE artist ADD COLUMN merged_into INTEGER REFERENCES artist (id);
ALTER TABLE artist ADD COLUMN merged_at INTEGER;
CREATE INDEX artist_by_merger ON artist (merged_into) WHERE merged_into IS NOT NULL;
-- Whose followers are still to be moved, some in each transaction.
CREATE INDEX artist_to_be_moved ON artist (id) WHERE merged_into IS NOT NULL AND followers > 0;

-- Of a list that another artist's releases have joined: what turns up in it unknown and dated before this day came with them.
-- NULL once the list has been read to its end.
ALTER TABLE artist_group ADD COLUMN merged_day INTEGER;

-- The facts of a release that families and decisions need and that were lost on later pages.
ALTER TABLE sweep_item ADD COLUMN upc TEXT;
-- Countries, separated by commas; NULL where the source does not tell.
ALTER TABLE sweep_item ADD COLUMN markets TEXT;
