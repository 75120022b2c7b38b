-- Why: most checks see the very page they saw before, and reading and comparing it again is most of their cost.

-- A digest of page 1 as the source sent it at the last complete check; NULL where there was none.
ALTER TABLE artist_group ADD COLUMN page_digest BLOB;
CREATE TRIGGER artist_group_forgets_page AFTER UPDATE OF baseline_at ON artist_group
WHEN NEW.baseline_at IS NULL AND OLD.page_digest IS NOT NULL
BEGIN
    UPDATE artist_group SET page_digest = NULL WHERE artist_id = NEW.artist_id AND grp = NEW.grp;
END;
