-- Whether facts of the run were dropped, so that it cannot be undone any more.
ALTER TABLE run ADD COLUMN facts_dropped boolean NOT NULL DEFAULT false;

UPDATE store SET version = 8;
