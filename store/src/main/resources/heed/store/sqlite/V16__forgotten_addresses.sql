-- What the addresses of erased people are hashed with: 32 random bytes in hexadecimal digits.
CREATE TABLE forgotten_key (
    account INTEGER PRIMARY KEY REFERENCES account (id),
    secret  TEXT NOT NULL
) STRICT;

-- The addresses of erased people, of which only a hash is kept: the HMAC-SHA256 of the mailbox by each rule that an account can
-- have. The rows of one person's mailbox have a provenance of their own. A row is never deleted: what ended it is stored with it.
CREATE TABLE forgotten_address (
    account    INTEGER NOT NULL REFERENCES account (id),
    mailboxes  TEXT NOT NULL, -- the rule, as account.mailboxes
    hash       TEXT NOT NULL,
    since      INTEGER NOT NULL, -- milliseconds since 1970
    provenance INTEGER NOT NULL REFERENCES provenance (id),
    ended      INTEGER REFERENCES provenance (id),
    PRIMARY KEY (account, mailboxes, hash, provenance)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 16;
