-- A person's one-time codes by time (RFC 6238).
CREATE TABLE second_factors (
    person_id UUID NOT NULL PRIMARY KEY REFERENCES people (id),
    -- Sealed with a key of the instance's.
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- NULL until the person has shown a code of it.
    confirmed_at BIGINT,
    -- The step of the last code that was taken: none is taken twice.
    last_step BIGINT NOT NULL
) {rows};

-- What a person keeps for the day when their telephone is lost; hashed.
CREATE TABLE recovery_codes (
    person_id UUID NOT NULL REFERENCES people (id),
    hash TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (person_id, hash)
) {clustered};

-- Who says for us who somebody is (OpenID Connect).
CREATE TABLE identity_providers (
    id UUID NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_name TEXT {binary} NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    -- Sealed with a key of the instance's.
    client_secret TEXT,
    scopes TEXT NOT NULL,
    -- The account whose people it knows; NULL: people of all, the supplier's too.
    account_id UUID REFERENCES accounts (id),
    creates_people BOOLEAN NOT NULL,
    sso_only BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT identity_providers_slug_key UNIQUE (slug)
) {rows};
CREATE INDEX identity_providers_account ON identity_providers (account_id);

-- The domains of addresses that a provider answers for; each has one provider at most.
CREATE TABLE identity_provider_domains (
    domain TEXT NOT NULL PRIMARY KEY,
    provider_id UUID NOT NULL REFERENCES identity_providers (id)
) {rows};
CREATE INDEX identity_provider_domains_provider ON identity_provider_domains (provider_id);

-- Whom a provider means by its name for somebody.
CREATE TABLE identities (
    provider_id UUID NOT NULL REFERENCES identity_providers (id),
    subject TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id),
    linked_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    PRIMARY KEY (provider_id, subject)
) {rows};
CREATE INDEX identities_person ON identities (person_id);

-- Sign-ins at a provider that are under way; each answer is taken once.
CREATE TABLE sso_sign_ins (
    state_sha256 TEXT NOT NULL PRIMARY KEY,
    -- The cookie of the browser that began it.
    browser_sha256 TEXT NOT NULL,
    provider_id UUID NOT NULL REFERENCES identity_providers (id),
    return_to TEXT NOT NULL,
    expires_at BIGINT NOT NULL
) {rows};
CREATE INDEX sso_sign_ins_expires ON sso_sign_ins (expires_at);

-- What is needed to sign out at the provider as well. It goes with its session.
CREATE TABLE sso_sessions (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    provider_id UUID NOT NULL REFERENCES identity_providers (id),
    -- Sealed with a key of the instance's.
    id_token TEXT NOT NULL
) {rows};
CREATE INDEX sso_sessions_provider ON sso_sessions (provider_id);

-- Passkeys (WebAuthn credentials).
CREATE TABLE passkeys (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    -- In base64url.
    credential_id TEXT NOT NULL,
    -- The algorithm's number in COSE, and the key in the form that it has for it, in base64url.
    algorithm BIGINT NOT NULL,
    public_key TEXT NOT NULL,
    -- Grows with every use, unless the passkey does not count.
    sign_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    CONSTRAINT passkeys_credential_key UNIQUE (credential_id)
) {rows};
CREATE INDEX passkeys_person ON passkeys (person_id, created_at);

-- What passkeys were asked to sign and have signed, until it expires: each is taken once.
CREATE TABLE used_challenges (
    challenge_sha256 TEXT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
) {rows};
CREATE INDEX used_challenges_expires ON used_challenges (expires_at);
