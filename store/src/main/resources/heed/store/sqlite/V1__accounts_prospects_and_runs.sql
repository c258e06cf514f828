-- The embedded store. Times that a person reads are ISO 8601 text; those kept once a prospect are milliseconds since 1970.
--
-- A prospect's key tells its account: account a owns the keys from (a - 1) * 2^40 + 1 to a * 2^40. An account is read in
-- order as one range of the primary key, and its range holds no row of another's.

CREATE TABLE store (id TEXT NOT NULL) STRICT;
INSERT INTO store (id) VALUES (lower(hex(randomblob(16))));

CREATE TABLE account (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE,
    zone          TEXT    NOT NULL,
    generated_ids INTEGER NOT NULL DEFAULT 0 -- the number in the last Id that was made for a prospect without one
) STRICT;

-- An account's own fields; the standard ones are columns of prospect.
CREATE TABLE field (
    account      INTEGER NOT NULL REFERENCES account (id),
    slot         INTEGER NOT NULL,
    api_name     TEXT    NOT NULL,
    label        TEXT    NOT NULL,
    type         TEXT    NOT NULL,
    search_words TEXT    NOT NULL, -- one a line
    PRIMARY KEY (account, slot)
) STRICT, WITHOUT ROWID;

-- A flag is kept as the time since when it is Yes, so that it and the suppression that it causes are one value.
CREATE TABLE prospect (
    key                 INTEGER PRIMARY KEY,
    account             INTEGER NOT NULL REFERENCES account (id),
    id                  TEXT    NOT NULL,
    email               TEXT, -- canonical
    first_name          TEXT,
    last_name           TEXT,
    company             TEXT,
    country             TEXT, -- ISO 3166 alpha-2; an unknown one as it came, behind a question mark
    state               TEXT,
    city                TEXT,
    language            TEXT,
    lead_source         TEXT,
    lead_owner          TEXT,
    lead_score          REAL,
    created             INTEGER NOT NULL,
    email_opt_out_since INTEGER,
    bounced_since       INTEGER,
    custom              TEXT, -- a JSON object: slot to value
    UNIQUE (account, id),
    CHECK (key > (account - 1) * 1099511627776 AND key <= account * 1099511627776)
) STRICT;

CREATE INDEX prospect_email ON prospect (account, email) WHERE email IS NOT NULL;
CREATE INDEX prospect_opted_out ON prospect (account, email)
    WHERE email_opt_out_since IS NOT NULL AND email IS NOT NULL;
CREATE INDEX prospect_bounced ON prospect (account, email) WHERE bounced_since IS NOT NULL AND email IS NOT NULL;

-- Bounces that stayed with an address when the prospect that carried them moved to another.
CREATE TABLE bounce_evidence (
    account  INTEGER NOT NULL REFERENCES account (id),
    address  TEXT    NOT NULL,
    prospect INTEGER NOT NULL REFERENCES prospect (key),
    since    INTEGER NOT NULL,
    PRIMARY KEY (account, address, prospect)
) STRICT, WITHOUT ROWID;

-- The global suppression list: why an address is never emailed. A reading, so it cannot disagree with the flags.
CREATE VIEW suppression (account, address, reason, formerly, prospect, since) AS
SELECT account, email, 'EMAIL_OPT_OUT', 0, key, email_opt_out_since
FROM prospect WHERE email_opt_out_since IS NOT NULL AND email IS NOT NULL
UNION ALL
SELECT account, email, 'BOUNCED', 0, key, bounced_since
FROM prospect WHERE bounced_since IS NOT NULL AND email IS NOT NULL
UNION ALL
SELECT account, address, 'BOUNCED', 1, prospect, since FROM bounce_evidence;

-- An automation as its author wrote it.
CREATE TABLE definition (
    account    INTEGER NOT NULL REFERENCES account (id),
    automation TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    json       TEXT    NOT NULL,
    stored_at  TEXT    NOT NULL,
    PRIMARY KEY (account, automation, version)
) STRICT;

CREATE TABLE run (
    id          INTEGER PRIMARY KEY,
    account     INTEGER NOT NULL,
    automation  TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    entry       INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    decided_at  TEXT    NOT NULL, -- the moment of its criteria
    zone        TEXT    NOT NULL,
    planned     INTEGER NOT NULL,
    started     TEXT    NOT NULL,
    finished    TEXT,
    checkpoint  INTEGER NOT NULL DEFAULT 0,
    affected    INTEGER NOT NULL DEFAULT 0,
    applied     INTEGER NOT NULL DEFAULT 0,
    skipped     INTEGER NOT NULL DEFAULT 0,
    failed      INTEGER NOT NULL DEFAULT 0,
    recorded    INTEGER NOT NULL DEFAULT 0, -- ledger entries so far
    worker      TEXT,
    lease_until TEXT,
    undone      TEXT,
    UNIQUE (account, automation, entry),
    FOREIGN KEY (account, automation, version) REFERENCES definition (account, automation, version)
) STRICT;

CREATE TABLE ledger (
    run      INTEGER NOT NULL REFERENCES run (id),
    prospect INTEGER NOT NULL REFERENCES prospect (key),
    action   TEXT    NOT NULL,
    ordinal  INTEGER NOT NULL,
    outcome  TEXT    NOT NULL,
    detail   TEXT,
    PRIMARY KEY (run, prospect, action)
) STRICT, WITHOUT ROWID;

CREATE TABLE planned (
    run         INTEGER NOT NULL REFERENCES run (id),
    prospect    INTEGER NOT NULL REFERENCES prospect (key),
    fingerprint TEXT    NOT NULL,
    PRIMARY KEY (run, prospect)
) STRICT, WITHOUT ROWID;

CREATE TABLE planned_effect (
    run       INTEGER NOT NULL,
    prospect  INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    action    TEXT    NOT NULL,
    field     INTEGER NOT NULL,
    from_text TEXT,
    to_text   TEXT,
    PRIMARY KEY (run, prospect, position),
    FOREIGN KEY (run, prospect) REFERENCES planned (run, prospect)
) STRICT, WITHOUT ROWID;

CREATE TABLE provenance (
    id       INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    actor    TEXT NOT NULL,
    source   TEXT NOT NULL,
    reason   TEXT NOT NULL,
    evidence TEXT
) STRICT;

-- Appended, never changed or deleted.
CREATE TABLE fact (
    sequence   INTEGER PRIMARY KEY,
    prospect   INTEGER NOT NULL REFERENCES prospect (key),
    field      INTEGER, -- the slot; none for the creation of the prospect
    from_text  TEXT,
    to_text    TEXT,
    provenance INTEGER NOT NULL REFERENCES provenance (id),
    run        INTEGER REFERENCES run (id)
) STRICT;

CREATE INDEX fact_prospect ON fact (prospect);
CREATE INDEX fact_run ON fact (run, prospect) WHERE run IS NOT NULL;

-- What a file is known by, before anything in it is read ("Heed"), and the newest of these migrations.
PRAGMA user_version = 1;
