-- Which time a run's messages are sent: running again keeps it, sending anew counts it up.
ALTER TABLE run ADD COLUMN mailing INTEGER NOT NULL DEFAULT 1;

-- A planned effect that sends a message has no field; to_text is the address.
CREATE TABLE planned_effect_of_any_kind (
    run       INTEGER NOT NULL,
    prospect  INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    action    TEXT    NOT NULL,
    field     INTEGER,
    from_text TEXT,
    to_text   TEXT,
    PRIMARY KEY (run, prospect, position),
    FOREIGN KEY (run, prospect) REFERENCES planned (run, prospect)
) STRICT, WITHOUT ROWID;

INSERT INTO planned_effect_of_any_kind SELECT * FROM planned_effect;
DROP TABLE planned_effect;
ALTER TABLE planned_effect_of_any_kind RENAME TO planned_effect;

PRAGMA user_version = 4;
