-- Mail on its way, and what became of it. Times are milliseconds since 1970.

-- A message key, once: a mail, of which there are many millions, names it by a number.
CREATE TABLE message (
    id         INTEGER PRIMARY KEY,
    account    INTEGER NOT NULL REFERENCES account (id),
    automation TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    entry      INTEGER NOT NULL,
    UNIQUE (account, automation, action, entry)
) STRICT;

-- A mail's id tells its account as a prospect's key does. A mail waits exactly while it has a due time, and is in flight
-- exactly while it has the end of a lease.
CREATE TABLE mail (
    id             INTEGER PRIMARY KEY,
    account        INTEGER NOT NULL REFERENCES account (id),
    message        INTEGER NOT NULL REFERENCES message (id),
    transactional  INTEGER NOT NULL,
    prospect       INTEGER REFERENCES prospect (key),
    address        TEXT, -- canonical
    run            INTEGER REFERENCES run (id),
    state          TEXT    NOT NULL,
    changed        INTEGER NOT NULL,
    due            INTEGER,
    lease_end      INTEGER,
    attempts       INTEGER NOT NULL DEFAULT 0,
    answered       INTEGER NOT NULL DEFAULT 0,
    first_answered INTEGER,
    refusal        TEXT,
    suppression    TEXT,
    refused_at     INTEGER, -- the time that the refusal tells, such as since when the address is suppressed
    other          INTEGER REFERENCES prospect (key),
    reply_stage    TEXT,
    reply_code     INTEGER,
    reply_enhanced TEXT,
    reply_text     TEXT,
    detail         TEXT,
    CHECK (id > (account - 1) * 1099511627776 AND id <= account * 1099511627776)
) STRICT;

-- The promise: a message reaches a prospect once, and an address once.
CREATE UNIQUE INDEX mail_prospect_once ON mail (message, prospect) WHERE prospect IS NOT NULL;
CREATE UNIQUE INDEX mail_address_once ON mail (message, address)
    WHERE address IS NOT NULL AND refusal IS NOT 'DUPLICATE';

-- Read run by run, so that what a paused run holds back is not passed over mail by mail.
CREATE INDEX mail_waiting ON mail (account, run, due) WHERE due IS NOT NULL;
CREATE INDEX mail_leased ON mail (account, lease_end) WHERE lease_end IS NOT NULL;

CREATE INDEX mail_prospect ON mail (prospect) WHERE prospect IS NOT NULL;
CREATE INDEX mail_run ON mail (run, state) WHERE run IS NOT NULL;
CREATE INDEX mail_state ON mail (account, state);

-- The runs whose mail was paused or cancelled at some time.
CREATE TABLE sending (
    run       INTEGER PRIMARY KEY REFERENCES run (id),
    paused    INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What an account's links are signed with: 32 random bytes in hexadecimal digits.
CREATE TABLE mail_secret (
    account INTEGER PRIMARY KEY REFERENCES account (id),
    secret  TEXT NOT NULL
) STRICT;

PRAGMA user_version = 2;
