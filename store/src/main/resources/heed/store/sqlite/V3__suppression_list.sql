-- Addresses that were put on the suppression list themselves, whether or not any prospect has them.
CREATE TABLE listed_suppression (
    account    INTEGER NOT NULL REFERENCES account (id),
    address    TEXT    NOT NULL, -- canonical
    since      INTEGER NOT NULL,
    provenance INTEGER NOT NULL REFERENCES provenance (id),
    PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;

-- Everything that was put on the list and taken off it, by address. Appended, never changed or deleted.
CREATE TABLE listing (
    account    INTEGER NOT NULL REFERENCES account (id),
    address    TEXT    NOT NULL,
    sequence   INTEGER NOT NULL, -- from 1 for each address
    listed     INTEGER NOT NULL, -- 1: put on it; 0: taken off it
    provenance INTEGER NOT NULL REFERENCES provenance (id),
    PRIMARY KEY (account, address, sequence)
) STRICT, WITHOUT ROWID;

-- The global suppression list: why an address is never emailed. What the flags give is a reading of them. A listed address
-- has no prospect, and the provenance of its listing. The casts give a column the same affinity in each part,
-- without which SQLite cannot take the view apart and join each part by its index.
DROP VIEW suppression;
CREATE VIEW suppression (account, address, reason, formerly, prospect, since, provenance) AS
SELECT account, email, 'EMAIL_OPT_OUT', 0, key, email_opt_out_since, CAST(NULL AS INTEGER)
FROM prospect WHERE email_opt_out_since IS NOT NULL AND email IS NOT NULL
UNION ALL
SELECT account, email, 'BOUNCED', 0, key, bounced_since, CAST(NULL AS INTEGER)
FROM prospect WHERE bounced_since IS NOT NULL AND email IS NOT NULL
UNION ALL
SELECT account, address, 'BOUNCED', 1, prospect, since, CAST(NULL AS INTEGER) FROM bounce_evidence
UNION ALL
SELECT account, address, 'LISTED', 0, CAST(NULL AS INTEGER), since, provenance FROM listed_suppression;

PRAGMA user_version = 3;
