-- Why: a pause that was recorded while the clock was ahead must last as long as the provider asked for, not until that time comes.

-- When the provider asked for it; 0 for those from before this was kept.
ALTER TABLE call_pause ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
