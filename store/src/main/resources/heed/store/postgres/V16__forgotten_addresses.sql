-- What the addresses of erased people are hashed with: 32 random bytes in hexadecimal digits.
CREATE TABLE forgotten_key (
    account bigint PRIMARY KEY REFERENCES account (id),
    secret  text NOT NULL
);

-- The addresses of erased people, of which only a hash is kept: the HMAC-SHA256 of the mailbox by each rule that an account can
-- have. The rows of one person's mailbox have a provenance of their own. A row is never deleted: what ended it is stored with it.
CREATE TABLE forgotten_address (
    account    bigint NOT NULL REFERENCES account (id),
    mailboxes  text COLLATE "C" NOT NULL, -- the rule, as account.mailboxes
    hash       text COLLATE "C" NOT NULL,
    since      bigint NOT NULL, -- milliseconds since 1970
    provenance bigint NOT NULL REFERENCES provenance (id),
    ended      bigint REFERENCES provenance (id),
    PRIMARY KEY (account, mailboxes, hash, provenance)
);

UPDATE store SET version = 16;
