-- What the receiver's server sent back.
ALTER TABLE mail_outbox ADD COLUMN bounced_at BIGINT;
ALTER TABLE mail_outbox ADD COLUMN bounce_reason TEXT;
-- The mail that this one sends again.
ALTER TABLE mail_outbox ADD COLUMN resend_of UUID;
-- Answers and bounces name the mail that they are about.
CREATE INDEX mail_outbox_message ON mail_outbox (message_id);

-- The kinds of mail that a person does not want; without rows here they get all.
CREATE TABLE unwanted_mails (
    person_id UUID NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    PRIMARY KEY (person_id, kind)
) {clustered};
