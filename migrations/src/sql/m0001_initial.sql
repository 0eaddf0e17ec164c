-- The schema, once for both databases. Read with PostgreSQL's type names; for SQLite lib.rs puts
-- its own in their place. Words in braces stand for what only one of the two has.
--
-- Instants are microseconds since 1970, states and levels are numbers in their order, other
-- vocabulary is its wire form, JSON is text. `sort_name` is the folded name (guichet_db::fold).

CREATE TABLE accounts (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sort_name TEXT {binary} NOT NULL,
    active BOOLEAN NOT NULL,
    time_zone TEXT NOT NULL,
    created_at BIGINT NOT NULL
) {rows};
CREATE INDEX accounts_sort_name ON accounts (sort_name, id);

CREATE TABLE people (
    id UUID NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    email TEXT NOT NULL,
    password_hash TEXT,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    sort_name TEXT {binary} NOT NULL,
    account_id UUID REFERENCES accounts (id),
    sees_account_tickets BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT people_email_key UNIQUE (email),
    -- A contact belongs to an account, an agent to none.
    CONSTRAINT people_account_check CHECK
        ((role IN ('contact', 'account_admin')) = (account_id IS NOT NULL))
) {rows};
CREATE INDEX people_account ON people (account_id, sort_name, id);
CREATE INDEX people_sort_name ON people (sort_name, id);

CREATE TABLE assignment_groups (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sort_name TEXT {binary} NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT assignment_groups_name_key UNIQUE (name)
) {rows};

CREATE TABLE group_members (
    group_id UUID NOT NULL REFERENCES assignment_groups (id),
    person_id UUID NOT NULL REFERENCES people (id),
    PRIMARY KEY (group_id, person_id)
) {clustered};
CREATE INDEX group_members_person ON group_members (person_id);

-- The accounts that a group serves; a group without rows here serves all.
CREATE TABLE group_accounts (
    group_id UUID NOT NULL REFERENCES assignment_groups (id),
    account_id UUID NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (group_id, account_id)
) {clustered};

CREATE TABLE configuration_items (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    sort_name TEXT {binary} NOT NULL,
    kind TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
) {rows};
CREATE INDEX configuration_items_account ON configuration_items (account_id, sort_name, id);
CREATE INDEX configuration_items_sort_name ON configuration_items (sort_name, id);

-- `id` is the number that people read: CS0047447 is 47447.
CREATE TABLE tickets (
    id {number},
    account_id UUID NOT NULL REFERENCES accounts (id),
    contact_id UUID NOT NULL REFERENCES people (id),
    opened_by_id UUID NOT NULL REFERENCES people (id),
    subject TEXT NOT NULL,
    description_excerpt TEXT NOT NULL,
    state BIGINT NOT NULL,
    on_hold_reason TEXT,
    on_hold_since BIGINT,
    needs_action BOOLEAN NOT NULL,
    impact BIGINT NOT NULL,
    urgency BIGINT NOT NULL,
    priority BIGINT NOT NULL,
    assignment_group_id UUID REFERENCES assignment_groups (id),
    assigned_to_id UUID REFERENCES people (id),
    configuration_item_id UUID REFERENCES configuration_items (id),
    internal_reference TEXT,
    channel TEXT NOT NULL,
    resolution_code TEXT,
    resolved_at BIGINT,
    closed_at BIGINT,
    close_reason TEXT,
    rating BIGINT,
    follow_up_of BIGINT REFERENCES tickets (id),
    auto_close_at BIGINT,
    remind_at BIGINT,
    last_reminder BIGINT NOT NULL DEFAULT 0,
    comment_count BIGINT NOT NULL,
    attachment_count BIGINT NOT NULL,
    attachment_bytes BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) {rows};
-- Lists newest first. What customers filter by is in the index, so that counting and sorting
-- need no rows.
CREATE INDEX tickets_contact
    ON tickets (contact_id, account_id, created_at, id, state, priority, needs_action);
CREATE INDEX tickets_account
    ON tickets (account_id, created_at, id, state, priority, needs_action);
CREATE INDEX tickets_created ON tickets (created_at, id);
-- What is being worked on (closed is 4): few tickets however many there are.
CREATE INDEX tickets_active ON tickets (created_at, id, state, priority, needs_action)
    WHERE state < 4;
-- The other orders.
CREATE INDEX tickets_account_updated ON tickets (account_id, updated_at, id);
CREATE INDEX tickets_updated ON tickets (updated_at, id);
CREATE INDEX tickets_state ON tickets (state, id);
CREATE INDEX tickets_priority ON tickets (priority, id);
-- The queues of agents and groups.
CREATE INDEX tickets_assigned ON tickets (assigned_to_id, state, created_at, id)
    WHERE assigned_to_id IS NOT NULL;
CREATE INDEX tickets_group ON tickets (assignment_group_id, state, created_at, id)
    WHERE assignment_group_id IS NOT NULL;
-- The timers.
CREATE INDEX tickets_auto_close ON tickets (auto_close_at) WHERE auto_close_at IS NOT NULL;
CREATE INDEX tickets_remind ON tickets (remind_at) WHERE remind_at IS NOT NULL;

-- The long texts, apart from the rows that lists and transitions read.
CREATE TABLE ticket_texts (
    ticket_id BIGINT NOT NULL PRIMARY KEY REFERENCES tickets (id),
    description_html TEXT NOT NULL,
    description_text TEXT NOT NULL,
    resolution_html TEXT,
    resolution_text TEXT
) {rows};

-- Ids are UUIDv7: their order is the order in time, so (ticket_id, id) is the conversation.
CREATE TABLE comments (
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    id UUID NOT NULL,
    author_id UUID NOT NULL REFERENCES people (id),
    body_html TEXT NOT NULL,
    body_text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, id)
) {rows};

CREATE TABLE work_notes (
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    id UUID NOT NULL,
    author_id UUID NOT NULL REFERENCES people (id),
    body_html TEXT NOT NULL,
    body_text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, id)
) {rows};

CREATE TABLE activities (
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    actor_id UUID REFERENCES people (id),
    kind TEXT NOT NULL,
    comment_id UUID,
    data TEXT NOT NULL,
    PRIMARY KEY (ticket_id, id)
) {clustered};

CREATE TABLE attachments (
    id UUID NOT NULL PRIMARY KEY,
    uploader_id UUID NOT NULL REFERENCES people (id),
    ticket_id BIGINT REFERENCES tickets (id),
    comment_id UUID,
    activity_id UUID,
    file_name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    storage_key TEXT NOT NULL,
    created_at BIGINT NOT NULL
) {rows};
CREATE INDEX attachments_ticket ON attachments (ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX attachments_unused ON attachments (created_at) WHERE ticket_id IS NULL;

CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id),
    generation BIGINT NOT NULL,
    rotated_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL
) {rows};
CREATE INDEX sessions_person ON sessions (person_id);

CREATE TABLE drafts (
    person_id UUID NOT NULL REFERENCES people (id),
    key TEXT NOT NULL,
    content TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, key)
) {rows};

CREATE TABLE idempotency_keys (
    person_id UUID NOT NULL REFERENCES people (id),
    operation TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash {bytes} NOT NULL,
    status BIGINT NOT NULL,
    location TEXT,
    etag TEXT,
    response TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, operation, key)
) {rows};
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

CREATE TABLE mail_outbox (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    person_id UUID NOT NULL REFERENCES people (id),
    comment_id UUID,
    activity_id UUID NOT NULL,
    data TEXT NOT NULL,
    message_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_until BIGINT,
    fence BIGINT NOT NULL,
    sent_at BIGINT,
    failed_at BIGINT,
    last_error TEXT,
    -- One mail of a kind to a person for each entry of the history.
    CONSTRAINT mail_outbox_once_key UNIQUE (activity_id, person_id, kind)
) {rows};
CREATE INDEX mail_outbox_due ON mail_outbox (next_attempt_at, id)
    WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX mail_outbox_thread ON mail_outbox (ticket_id, person_id, id);
CREATE INDEX mail_outbox_sent ON mail_outbox (person_id, sent_at) WHERE sent_at IS NOT NULL;

CREATE TABLE live_events (
    id {sequence},{transaction}
    kind TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    account_id UUID NOT NULL,
    contact_id UUID NOT NULL,
    version BIGINT NOT NULL,
    internal BOOLEAN NOT NULL,
    at BIGINT NOT NULL
) {rows};

CREATE TABLE publications (
    id UUID NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body_html TEXT NOT NULL,
    body_text TEXT NOT NULL,
    search_text TEXT NOT NULL,
    published_at BIGINT,
    created_at BIGINT NOT NULL,
    CONSTRAINT publications_slug_key UNIQUE (slug)
) {rows};
CREATE INDEX publications_published ON publications (published_at, id)
    WHERE published_at IS NOT NULL;

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL
) {rows};

CREATE TABLE schedule (
    name TEXT NOT NULL PRIMARY KEY,
    last_run_at BIGINT,
    next_run_at BIGINT NOT NULL,
    lease_until BIGINT,
    fence BIGINT NOT NULL,
    last_report TEXT
) {rows};
