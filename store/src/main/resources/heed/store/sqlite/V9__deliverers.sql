-- Who delivers an account's mail at the moment: they divide its limits.
CREATE TABLE deliverer (
    account      INTEGER NOT NULL REFERENCES account (id),
    id           TEXT    NOT NULL,
    beats        INTEGER NOT NULL, -- how often it said that it lives
    divides_with TEXT    NOT NULL, -- ids with a space between them, its own too
    PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 9;
