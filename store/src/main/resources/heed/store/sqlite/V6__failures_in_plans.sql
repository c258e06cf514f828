-- Why an action of a stored plan could not say what it does to a prospect.
CREATE TABLE planned_failure (
    run      INTEGER NOT NULL,
    prospect INTEGER NOT NULL,
    action   TEXT    NOT NULL,
    why      TEXT    NOT NULL,
    PRIMARY KEY (run, prospect, action),
    FOREIGN KEY (run, prospect) REFERENCES planned (run, prospect)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 6;
