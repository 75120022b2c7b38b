-- Why: people are reminded before their consent ends, once at each stage of each consent, and a copy of an installation knows that it is one.

-- A row before it is told: the feed and the channels read it from here.
CREATE TABLE consent_reminder (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    connection_id INTEGER NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    provider TEXT NOT NULL,
    -- Which consent: a new one has reminders of its own.
    authorized_at INTEGER NOT NULL,
    -- So many days before its end: 30, 14, 3 or 1.
    stage INTEGER NOT NULL,
    -- When the consent ends, as was known then.
    ends_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (connection_id, authorized_at, stage)
) STRICT;
CREATE INDEX consent_reminder_by_account ON consent_reminder (account_id, id);
-- Whose consent ends soon is found without looking at all others.
CREATE INDEX connection_by_consent ON connection (authorized_at) WHERE state = 'connected';
