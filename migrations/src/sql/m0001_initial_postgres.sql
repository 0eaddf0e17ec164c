-- The search index: one document per ticket, of plain words without case and accents.
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE TEXT SEARCH CONFIGURATION guichet (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION guichet
    ALTER MAPPING FOR asciiword, word, numword, hword, hword_part, asciihword, hword_asciipart,
        hword_numpart, numhword
    WITH unaccent, simple;

CREATE TABLE ticket_search (
    ticket_id BIGINT NOT NULL PRIMARY KEY REFERENCES tickets (id),
    account_id UUID NOT NULL,
    contact_id UUID NOT NULL,
    document TSVECTOR NOT NULL
);
CREATE INDEX ticket_search_document ON ticket_search USING gin (document);

-- Events are read in the order of their transactions, see guichet_db::live_events.
CREATE INDEX live_events_transaction ON live_events (transaction, id);
