-- Mails that came in, whatever became of them. Their bytes are in the object store.
CREATE TABLE inbound_mails (
    id UUID NOT NULL PRIMARY KEY,
    door TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    envelope_from TEXT,
    envelope_to TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    storage_key TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    attempts BIGINT NOT NULL,
    -- What the message says of itself; NULL until it is read.
    sender TEXT,
    sender_name TEXT,
    subject TEXT,
    message_id TEXT,
    -- Sender and Message-ID of a message that was written: each is written once.
    once_key TEXT,
    -- What it became.
    ticket_id BIGINT REFERENCES tickets (id),
    comment_id UUID,
    decided_at BIGINT,
    -- The admin who placed or dropped it.
    decided_by_id UUID REFERENCES people (id),
    CONSTRAINT inbound_mails_sha256_key UNIQUE (sha256),
    CONSTRAINT inbound_mails_once_key UNIQUE (once_key)
) {rows};
CREATE INDEX inbound_mails_verdict ON inbound_mails (verdict, id);
CREATE INDEX inbound_mails_sender ON inbound_mails (sender, id);
CREATE INDEX inbound_mails_message ON inbound_mails (message_id) WHERE ticket_id IS NOT NULL;

-- The whole text of messages that were cut: with what they quote and the signature.
ALTER TABLE comments ADD COLUMN shortened BOOLEAN NOT NULL DEFAULT FALSE;
CREATE TABLE comment_originals (
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    comment_id UUID NOT NULL,
    html TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (ticket_id, comment_id)
) {rows};
