-- Who did what to whom, when, from where. `seq` has no gaps, and each entry holds the hash of the one
-- before. People and things are named by id alone: what is kept here can never be changed, so what a
-- person may have forgotten is not kept here. No foreign keys, for the same reason.
CREATE TABLE audit_entries (
    seq BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id UUID,
    action TEXT NOT NULL,
    target_kind TEXT,
    target_id TEXT,
    address TEXT NOT NULL,
    details TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) {rows};
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, seq);
CREATE INDEX audit_entries_target ON audit_entries (target_id, seq);
CREATE INDEX audit_entries_action ON audit_entries (action, seq);
CREATE INDEX audit_entries_at ON audit_entries (at);
