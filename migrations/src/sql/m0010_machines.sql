-- What a person's programs sign in with. The token itself is shown once and kept nowhere.
CREATE TABLE api_tokens (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    -- SHA-256 of the token, in hexadecimal.
    hash TEXT NOT NULL,
    -- Its last characters, by which people tell it from others.
    hint TEXT NOT NULL,
    -- A JSON array of words.
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    CONSTRAINT api_tokens_hash_key UNIQUE (hash)
) {rows};
CREATE INDEX api_tokens_person ON api_tokens (person_id, id);

-- Programs with credentials of their own (OAuth 2.0 client credentials). Each acts as a person of
-- the directory, whose account and groups say what it sees.
CREATE TABLE oauth_clients (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id),
    -- SHA-256 of the secret, in hexadecimal.
    secret_hash TEXT NOT NULL,
    secret_hint TEXT NOT NULL,
    -- Grows with every new secret; access tokens of an older one are worth nothing.
    generation BIGINT NOT NULL,
    scopes TEXT NOT NULL,
    -- NULL: as the settings say.
    requests_per_minute BIGINT,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_used_at BIGINT
) {rows};
CREATE INDEX oauth_clients_person ON oauth_clients (person_id);
