-- Publications are written in several languages, for all accounts or some, and have a life.
ALTER TABLE publications ADD COLUMN kind TEXT NOT NULL DEFAULT 'article';
-- 'draft', 'published' (from published_at on) or 'withdrawn'.
ALTER TABLE publications ADD COLUMN state TEXT NOT NULL DEFAULT 'published';
ALTER TABLE publications ADD COLUMN category TEXT;
-- The language that readers of any other get.
ALTER TABLE publications ADD COLUMN language TEXT NOT NULL DEFAULT 'fr';
-- Unless so, publication_accounts has the accounts.
ALTER TABLE publications ADD COLUMN for_all BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE publications ADD COLUMN pinned_until BIGINT;
ALTER TABLE publications ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE publications ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE publications ADD COLUMN updated_by UUID REFERENCES people (id);
UPDATE publications SET updated_at = created_at;

CREATE TABLE publication_texts (
    publication_id UUID NOT NULL REFERENCES publications (id),
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body_html TEXT NOT NULL,
    body_text TEXT NOT NULL,
    PRIMARY KEY (publication_id, language)
) {rows};
INSERT INTO publication_texts (publication_id, language, title, summary, body_html, body_text)
    SELECT id, 'fr', title, summary, body_html, body_text FROM publications;
ALTER TABLE publications DROP COLUMN title;
ALTER TABLE publications DROP COLUMN summary;
ALTER TABLE publications DROP COLUMN body_html;
ALTER TABLE publications DROP COLUMN body_text;
ALTER TABLE publications DROP COLUMN search_text;
DROP INDEX publications_published;
CREATE INDEX publications_published ON publications (published_at, id) WHERE state = 'published';
CREATE INDEX publications_updated ON publications (updated_at, id);

CREATE TABLE publication_accounts (
    publication_id UUID NOT NULL REFERENCES publications (id),
    account_id UUID NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (publication_id, account_id)
) {rows};

-- What a publication said after each change, as a JSON array of texts.
CREATE TABLE publication_versions (
    publication_id UUID NOT NULL REFERENCES publications (id),
    version BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by UUID REFERENCES people (id),
    texts TEXT NOT NULL,
    PRIMARY KEY (publication_id, version)
) {rows};

-- Whether it helped, as each reader said last.
CREATE TABLE publication_feedback (
    publication_id UUID NOT NULL REFERENCES publications (id),
    person_id UUID NOT NULL REFERENCES people (id),
    helpful BOOLEAN NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (publication_id, person_id)
) {rows};
CREATE INDEX publication_feedback_person ON publication_feedback (person_id);

-- The pictures of publications.
ALTER TABLE attachments ADD COLUMN publication_id UUID REFERENCES publications (id);
CREATE INDEX attachments_publication ON attachments (publication_id)
    WHERE publication_id IS NOT NULL;
DROP INDEX attachments_unused;
CREATE INDEX attachments_unused ON attachments (created_at)
    WHERE ticket_id IS NULL AND publication_id IS NULL;
