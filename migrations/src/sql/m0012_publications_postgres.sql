-- The search index of publications: one document per language; what is in the title (A) and in the
-- summary (B) weighs more.
CREATE TABLE publication_search (
    publication_id UUID NOT NULL REFERENCES publications (id),
    language TEXT NOT NULL,
    document TSVECTOR NOT NULL,
    PRIMARY KEY (publication_id, language)
);
CREATE INDEX publication_search_document ON publication_search USING gin (document);
INSERT INTO publication_search (publication_id, language, document)
    SELECT id, 'fr', setweight(to_tsvector('guichet', title), 'A')
        || setweight(to_tsvector('guichet', summary), 'B')
        || setweight(to_tsvector('guichet', left(body_text, 200000)), 'D')
    FROM publications;
