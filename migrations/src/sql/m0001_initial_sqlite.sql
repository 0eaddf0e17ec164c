-- The search index: one document per ticket, its rowid the ticket's id, so that the newest come
-- first without sorting. It keeps no texts of its own, and can forget a document. `scope` holds
-- one word for the account and one for the contact, for the filter to be part of the match.
CREATE VIRTUAL TABLE ticket_search USING fts5(
    scope,
    body,
    content = '',
    contentless_delete = 1,
    detail = column,
    tokenize = 'unicode61 remove_diacritics 2'
);
