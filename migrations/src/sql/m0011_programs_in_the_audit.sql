-- By what a program acted: an API token of the person, or an OAuth client that acts as them.
ALTER TABLE audit_entries ADD COLUMN program_kind TEXT;
ALTER TABLE audit_entries ADD COLUMN program_id UUID;
CREATE INDEX audit_entries_program ON audit_entries (program_id, seq) WHERE program_id IS NOT NULL;
