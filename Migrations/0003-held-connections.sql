-- Why: when many grants end at once their connections are held for the operator, and are found without looking at all others.

-- Ends of the last minutes are counted whenever one more is recorded.
CREATE INDEX connection_by_end ON connection (state, state_since) WHERE state IN ('needs_reconnect', 'held');
-- A time here on a held connection is the operator's word that it is to be tried once more.
CREATE INDEX connection_recheck ON connection (id) WHERE state = 'held' AND refresh_due_at IS NOT NULL;
