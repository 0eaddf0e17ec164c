-- By which way a session was opened.
ALTER TABLE sessions ADD COLUMN method TEXT NOT NULL DEFAULT 'password';
-- Replicas read what others have just ended.
CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;

-- The browsers and programs that a person has signed in with: a keyed hash, so that neither
-- address nor cookie is kept.
CREATE TABLE known_devices (
    person_id UUID NOT NULL REFERENCES people (id),
    mark TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, mark)
) {clustered};
CREATE INDEX known_devices_seen ON known_devices (seen_at);

-- Tries that failed, by what is counted and a keyed hash of whose they were: the name as it was
-- typed, whether anybody has it or not, or the address.
CREATE TABLE throttles (
    subject TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
) {clustered};
CREATE INDEX throttles_updated ON throttles (updated_at);

-- Captchas that were solved, until they expire: each is good for one request.
CREATE TABLE used_captchas (
    mark TEXT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
) {clustered};
CREATE INDEX used_captchas_expires ON used_captchas (expires_at);

-- Requests for a new password, of people or of nobody: who it is, is only looked up afterwards.
CREATE TABLE password_requests (
    id UUID NOT NULL PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT,
    verified_at BIGINT,
    settled_at BIGINT,
    expires_at BIGINT NOT NULL
) {rows};
CREATE INDEX password_requests_verified ON password_requests (verified_at, id)
    WHERE verified_at IS NOT NULL AND settled_at IS NULL;
CREATE INDEX password_requests_expires ON password_requests (expires_at);

-- Links by which people set a password. The newest of a person is the one that counts, as long as
-- the password is the one that it was made for.
CREATE TABLE password_links (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    password_mark TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
) {rows};
CREATE INDEX password_links_person ON password_links (person_id, id);
CREATE INDEX password_links_expires ON password_links (expires_at);

-- Mails to a person about their own access; each with what its template needs, never a secret.
CREATE TABLE personal_mails (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id),
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_until BIGINT,
    fence BIGINT NOT NULL,
    sent_at BIGINT,
    failed_at BIGINT,
    last_error TEXT
) {rows};
CREATE INDEX personal_mails_due ON personal_mails (next_attempt_at, id)
    WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX personal_mails_person ON personal_mails (person_id, kind, created_at);
