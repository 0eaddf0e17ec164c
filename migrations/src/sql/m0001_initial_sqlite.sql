-- The search index: one document per ticket, its rowid the ticket's id, so that the newest come
-- first without sorting. It keeps no texts of its own, and can forget a document. `scope` holds
-- one word for the account and one for the contact, for the filter to be part of the match.
-- Positions are kept (no `detail`): what we take for one word may be several to FTS5, a phrase.
CREATE VIRTUAL TABLE ticket_search USING fts5(
    scope,
    body,
    content = '',
    contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2'
);
