-- By which calendar an account's tickets wait, and its own timers in the place of everybody's.
ALTER TABLE accounts ADD COLUMN calendar TEXT NOT NULL DEFAULT 'fr';
ALTER TABLE accounts ADD COLUMN timers TEXT;

-- What was planned when a ticket began to wait for its customer, who was told: it stays whatever
-- calendars and settings become.
ALTER TABLE tickets ADD COLUMN wait_plan TEXT;
