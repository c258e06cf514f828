-- Whether facts of the run were dropped, so that it cannot be undone any more.
ALTER TABLE run ADD COLUMN facts_dropped INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 8;
