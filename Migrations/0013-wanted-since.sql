-- Why: who asks for a list long after following is told of what comes from then on, and not of all that came since the follow.

-- NULL: since the follow.
ALTER TABLE wanted_list ADD COLUMN wanted_at INTEGER;
