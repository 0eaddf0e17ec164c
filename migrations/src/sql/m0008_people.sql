-- When a person's name and address were removed; nothing brings them back.
ALTER TABLE people ADD COLUMN anonymised_at BIGINT;
