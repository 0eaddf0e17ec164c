-- The search index of publications: one document per language.
CREATE VIRTUAL TABLE publication_search USING fts5(
    publication_id UNINDEXED,
    language UNINDEXED,
    title,
    summary,
    body,
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO publication_search (publication_id, language, title, summary, body)
    SELECT id, 'fr', title, summary, body_text FROM publications;
