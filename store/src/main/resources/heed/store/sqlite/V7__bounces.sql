-- What came back about mail, and what it did to addresses. Times are milliseconds since 1970.

-- The messages of the bounce mailbox that were taken, each once.
CREATE TABLE bounce_message (
    account    INTEGER NOT NULL REFERENCES account (id),
    hash       TEXT    NOT NULL,
    uid        TEXT, -- where it lay
    message_id TEXT,
    size       INTEGER NOT NULL,
    taken      INTEGER NOT NULL,
    aside      TEXT, -- why it needs a person
    PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX bounce_message_uid ON bounce_message (account, uid) WHERE uid IS NOT NULL;
CREATE INDEX bounce_message_aside ON bounce_message (account, taken) WHERE aside IS NOT NULL;

-- Times at which marking waits for a person.
CREATE TABLE bounce_pause (
    id      INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id),
    domain  TEXT    NOT NULL, -- empty for every domain
    reason  TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    hour    INTEGER NOT NULL,
    bounces INTEGER NOT NULL,
    mails   INTEGER NOT NULL,
    ended   INTEGER,
    was_real INTEGER,
    actor   TEXT
) STRICT;

CREATE INDEX bounce_pause_account ON bounce_pause (account, id);

-- Everything that was said of a mail: by a message, or by the answer to our own attempt, which has no message.
CREATE TABLE bounce (
    id         INTEGER PRIMARY KEY,
    account    INTEGER NOT NULL REFERENCES account (id),
    at         INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    address    TEXT, -- canonical
    domain     TEXT, -- of the address
    mail       INTEGER REFERENCES mail (id),
    run        INTEGER REFERENCES run (id),
    sent       INTEGER,
    hour       INTEGER, -- in which the mail was sent, since 1970
    message    TEXT, -- the hash of a bounce_message
    reason     TEXT,
    hardness   TEXT,
    evidence   TEXT,
    rule       TEXT,
    status     TEXT,
    reply_code INTEGER,
    reporting  TEXT,
    remote     TEXT,
    text       TEXT    NOT NULL,
    classifier TEXT    NOT NULL,
    standing   TEXT    NOT NULL,
    pause      INTEGER REFERENCES bounce_pause (id)
) STRICT;

CREATE INDEX bounce_account ON bounce (account, id);
CREATE INDEX bounce_address ON bounce (account, address, at) WHERE address IS NOT NULL;
CREATE INDEX bounce_run ON bounce (run) WHERE run IS NOT NULL;
CREATE INDEX bounce_hour ON bounce (account, hour, reason, domain) WHERE hour IS NOT NULL;
CREATE INDEX bounce_held ON bounce (pause) WHERE pause IS NOT NULL;

-- Addresses that bounces mark, whoever has them.
CREATE TABLE bounced_address (
    account    INTEGER NOT NULL REFERENCES account (id),
    address    TEXT    NOT NULL,
    since      INTEGER NOT NULL,
    provenance INTEGER NOT NULL REFERENCES provenance (id),
    PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;

-- Bounced of an address that had bounced was cleared: what came before says nothing any more.
CREATE TABLE bounce_clearing (
    account INTEGER NOT NULL REFERENCES account (id),
    address TEXT    NOT NULL,
    last    INTEGER NOT NULL, -- the last bounce before it
    PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;

-- How many mails a relay answered for good, by the hour since 1970; an empty domain has all of them.
CREATE TABLE mail_hour (
    account INTEGER NOT NULL REFERENCES account (id),
    hour    INTEGER NOT NULL,
    domain  TEXT    NOT NULL,
    mails   INTEGER NOT NULL,
    PRIMARY KEY (account, hour, domain)
) STRICT, WITHOUT ROWID;

-- An account's own policy, where it is not the standard one.
CREATE TABLE bounce_policy (
    account      INTEGER PRIMARY KEY REFERENCES account (id),
    soft_bounces INTEGER NOT NULL,
    spread       INTEGER NOT NULL, -- milliseconds
    pause_share  REAL    NOT NULL,
    pause_least  INTEGER NOT NULL,
    alert_share  REAL    NOT NULL,
    alert_least  INTEGER NOT NULL
) STRICT;

-- What was mailed to an address without a prospect; with one it is found by the prospect.
CREATE INDEX mail_one_off ON mail (account, address) WHERE prospect IS NULL AND address IS NOT NULL;

-- The global suppression list, now with what bounces mark.
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
SELECT account, address, 'BOUNCED', 0, CAST(NULL AS INTEGER), since, provenance FROM bounced_address
UNION ALL
SELECT account, address, 'LISTED', 0, CAST(NULL AS INTEGER), since, provenance FROM listed_suppression;

PRAGMA user_version = 7;
