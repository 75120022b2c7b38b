-- Why: a feed address derived from a key that is to be retired is sealed with the next one, and so stays what it is.
ALTER TABLE account ADD COLUMN feed_sealed TEXT;
