-- The address that the mail went to: the person's own may have changed since.
ALTER TABLE mail_outbox ADD COLUMN sent_to TEXT;
-- The admin who had the mail sent again, and the one who withdrew it before it went.
ALTER TABLE mail_outbox ADD COLUMN resent_by_id UUID;
ALTER TABLE mail_outbox ADD COLUMN cancelled_by_id UUID;
-- The log is searched by receiver, and by what went wrong.
CREATE INDEX mail_outbox_person ON mail_outbox (person_id, id);
CREATE INDEX mail_outbox_failed ON mail_outbox (id) WHERE failed_at IS NOT NULL;
CREATE INDEX mail_outbox_bounced ON mail_outbox (id) WHERE bounced_at IS NOT NULL;
