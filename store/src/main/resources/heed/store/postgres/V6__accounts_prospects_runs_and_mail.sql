-- The store in a PostgreSQL database, as it was when the embedded one had its sixth migration; from here on each has the
-- same ones. Times that a person reads are ISO 8601 text; those kept once a prospect or mail are milliseconds since 1970.
-- Text is compared byte by byte, as everywhere else ("C").
--
-- A prospect's key tells its account: account a owns the keys from (a - 1) * 2^40 + 1 to a * 2^40. An account is read in
-- order as one range of the primary key, and its range holds no row of another's.

CREATE TABLE store (
    id      text    NOT NULL,
    version integer NOT NULL -- the newest of these migrations
);
INSERT INTO store (id, version) VALUES (replace(gen_random_uuid()::text, '-', ''), 6);

CREATE TABLE account (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          text COLLATE "C" NOT NULL UNIQUE,
    zone          text   NOT NULL,
    mailboxes     text   NOT NULL DEFAULT 'as-written', -- which addresses it takes for one mailbox
    generated_ids bigint NOT NULL DEFAULT 0 -- the number in the last Id that was made for a prospect without one
);

-- An account's own fields; the standard ones are columns of prospect.
CREATE TABLE field (
    account      bigint  NOT NULL REFERENCES account (id),
    slot         integer NOT NULL,
    api_name     text    NOT NULL,
    label        text    NOT NULL,
    type         text    NOT NULL,
    search_words text    NOT NULL, -- one a line
    PRIMARY KEY (account, slot)
);

-- A flag is kept as the time since when it is Yes, so that it and the suppression that it causes are one value.
CREATE TABLE prospect (
    key                 bigint PRIMARY KEY,
    account             bigint NOT NULL REFERENCES account (id),
    created             bigint NOT NULL,
    email_opt_out_since bigint,
    bounced_since       bigint,
    lead_score          double precision,
    id                  text COLLATE "C" NOT NULL,
    email               text COLLATE "C", -- canonical
    first_name          text COLLATE "C",
    last_name           text COLLATE "C",
    company             text COLLATE "C",
    country             text COLLATE "C", -- ISO 3166 alpha-2; an unknown one as it came, behind a question mark
    state               text COLLATE "C",
    city                text COLLATE "C",
    language            text COLLATE "C",
    lead_source         text COLLATE "C",
    lead_owner          text COLLATE "C",
    custom              jsonb, -- slot to value
    UNIQUE (account, id),
    CHECK (key > (account - 1) * 1099511627776 AND key <= account * 1099511627776)
);

CREATE INDEX prospect_email ON prospect (account, email) WHERE email IS NOT NULL;
CREATE INDEX prospect_opted_out ON prospect (account, email)
    WHERE email_opt_out_since IS NOT NULL AND email IS NOT NULL;
CREATE INDEX prospect_bounced ON prospect (account, email) WHERE bounced_since IS NOT NULL AND email IS NOT NULL;

-- Bounces that stayed with an address when the prospect that carried them moved to another.
CREATE TABLE bounce_evidence (
    account  bigint NOT NULL REFERENCES account (id),
    address  text COLLATE "C" NOT NULL,
    prospect bigint NOT NULL REFERENCES prospect (key),
    since    bigint NOT NULL,
    PRIMARY KEY (account, address, prospect)
);

-- The addresses that were ever kept of an account and are not what their mailbox is known by. Empty where each address is a
-- mailbox of its own.
CREATE TABLE spelling (
    account bigint NOT NULL REFERENCES account (id),
    mailbox text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL,
    PRIMARY KEY (account, mailbox, address)
);

-- Who said something, when and why.
CREATE TABLE provenance (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       text NOT NULL,
    actor    text NOT NULL,
    source   text NOT NULL,
    reason   text NOT NULL,
    evidence text
);

-- Addresses that were put on the suppression list themselves, whether or not any prospect has them.
CREATE TABLE listed_suppression (
    account    bigint NOT NULL REFERENCES account (id),
    address    text COLLATE "C" NOT NULL, -- canonical
    since      bigint NOT NULL,
    provenance bigint NOT NULL REFERENCES provenance (id),
    PRIMARY KEY (account, address)
);

-- Everything that was put on the list and taken off it, by address. Appended, never changed or deleted.
CREATE TABLE listing (
    account    bigint  NOT NULL REFERENCES account (id),
    address    text COLLATE "C" NOT NULL,
    sequence   integer NOT NULL, -- from 1 for each address
    listed     boolean NOT NULL, -- put on it, or taken off it
    provenance bigint  NOT NULL REFERENCES provenance (id),
    PRIMARY KEY (account, address, sequence)
);

-- The global suppression list: why an address is never emailed. What the flags give is a reading of them. A listed address
-- has no prospect, and the provenance of its listing.
CREATE VIEW suppression (account, address, reason, formerly, prospect, since, provenance) AS
SELECT account, email, 'EMAIL_OPT_OUT', 0, key, email_opt_out_since, NULL::bigint
FROM prospect WHERE email_opt_out_since IS NOT NULL AND email IS NOT NULL
UNION ALL
SELECT account, email, 'BOUNCED', 0, key, bounced_since, NULL
FROM prospect WHERE bounced_since IS NOT NULL AND email IS NOT NULL
UNION ALL
SELECT account, address, 'BOUNCED', 1, prospect, since, NULL FROM bounce_evidence
UNION ALL
SELECT account, address, 'LISTED', 0, NULL, since, provenance FROM listed_suppression;

-- An automation as its author wrote it.
CREATE TABLE definition (
    account    bigint  NOT NULL REFERENCES account (id),
    automation text COLLATE "C" NOT NULL,
    version    integer NOT NULL,
    name       text    NOT NULL,
    json       text    NOT NULL,
    stored_at  text    NOT NULL,
    PRIMARY KEY (account, automation, version)
);

CREATE TABLE run (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account     bigint  NOT NULL,
    automation  text COLLATE "C" NOT NULL,
    version     integer NOT NULL,
    entry       integer NOT NULL,
    mailing     integer NOT NULL, -- which time its messages are sent
    state       text    NOT NULL,
    decided_at  text    NOT NULL, -- the moment of its criteria
    zone        text    NOT NULL,
    planned     boolean NOT NULL,
    started     text    NOT NULL,
    finished    text,
    checkpoint  bigint  NOT NULL DEFAULT 0,
    affected    bigint  NOT NULL DEFAULT 0,
    applied     bigint  NOT NULL DEFAULT 0,
    skipped     bigint  NOT NULL DEFAULT 0,
    failed      bigint  NOT NULL DEFAULT 0,
    recorded    bigint  NOT NULL DEFAULT 0, -- ledger entries so far
    worker      text,
    lease_until text,
    undone      text,
    UNIQUE (account, automation, entry),
    FOREIGN KEY (account, automation, version) REFERENCES definition (account, automation, version)
);

CREATE TABLE ledger (
    run      bigint NOT NULL REFERENCES run (id),
    prospect bigint NOT NULL REFERENCES prospect (key),
    ordinal  bigint NOT NULL,
    action   text COLLATE "C" NOT NULL,
    outcome  text   NOT NULL,
    detail   text,
    PRIMARY KEY (run, prospect, action)
);

CREATE TABLE planned (
    run         bigint NOT NULL REFERENCES run (id),
    prospect    bigint NOT NULL REFERENCES prospect (key),
    fingerprint text   NOT NULL,
    PRIMARY KEY (run, prospect)
);

-- A planned effect that sends a message has no field; to_text is the address.
CREATE TABLE planned_effect (
    run       bigint  NOT NULL,
    prospect  bigint  NOT NULL,
    position  integer NOT NULL,
    action    text    NOT NULL,
    field     integer,
    from_text text,
    to_text   text,
    PRIMARY KEY (run, prospect, position),
    FOREIGN KEY (run, prospect) REFERENCES planned (run, prospect)
);

-- Why an action of a stored plan could not say what it does to a prospect.
CREATE TABLE planned_failure (
    run      bigint NOT NULL,
    prospect bigint NOT NULL,
    action   text   NOT NULL,
    why      text   NOT NULL,
    PRIMARY KEY (run, prospect, action),
    FOREIGN KEY (run, prospect) REFERENCES planned (run, prospect)
);

-- Appended, never changed or deleted.
CREATE TABLE fact (
    sequence   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    prospect   bigint NOT NULL REFERENCES prospect (key),
    provenance bigint NOT NULL REFERENCES provenance (id),
    run        bigint REFERENCES run (id),
    field      integer, -- the slot; none for the creation of the prospect
    from_text  text,
    to_text    text
);

CREATE INDEX fact_prospect ON fact (prospect);
CREATE INDEX fact_run ON fact (run, prospect) WHERE run IS NOT NULL;

-- A message key, once: a mail, of which there are many millions, names it by a number.
CREATE TABLE message (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account    bigint  NOT NULL REFERENCES account (id),
    automation text COLLATE "C" NOT NULL,
    action     text COLLATE "C" NOT NULL,
    entry      integer NOT NULL,
    UNIQUE (account, automation, action, entry)
);

-- Counts the mails of all accounts, so that transactions that queue some do not wait for each other.
CREATE SEQUENCE mail_number;

-- A mail's id tells its account as a prospect's key does. A mail waits exactly while it has a due time, and is in flight
-- exactly while it has the end of a lease.
CREATE TABLE mail (
    id             bigint PRIMARY KEY,
    account        bigint  NOT NULL REFERENCES account (id),
    message        bigint  NOT NULL REFERENCES message (id),
    prospect       bigint REFERENCES prospect (key),
    run            bigint REFERENCES run (id),
    changed        bigint  NOT NULL,
    due            bigint,
    lease_end      bigint,
    first_answered bigint,
    refused_at     bigint, -- the time that the refusal tells, such as since when the address is suppressed
    other          bigint REFERENCES prospect (key),
    attempts       integer NOT NULL DEFAULT 0,
    answered       integer NOT NULL DEFAULT 0,
    reply_code     integer,
    transactional  boolean NOT NULL,
    address        text COLLATE "C", -- canonical
    state          text COLLATE "C" NOT NULL,
    refusal        text COLLATE "C",
    suppression    text COLLATE "C",
    reply_stage    text,
    reply_enhanced text,
    reply_text     text,
    detail         text,
    CHECK (id > (account - 1) * 1099511627776 AND id <= account * 1099511627776)
);

-- The promise: a message reaches a prospect once, and an address once.
CREATE UNIQUE INDEX mail_prospect_once ON mail (message, prospect) WHERE prospect IS NOT NULL;
CREATE UNIQUE INDEX mail_address_once ON mail (message, address)
    WHERE address IS NOT NULL AND refusal IS DISTINCT FROM 'DUPLICATE';

-- Read run by run, so that what a paused run holds back is not passed over mail by mail.
CREATE INDEX mail_waiting ON mail (account, run, due) WHERE due IS NOT NULL;
CREATE INDEX mail_leased ON mail (account, lease_end) WHERE lease_end IS NOT NULL;

CREATE INDEX mail_prospect ON mail (prospect) WHERE prospect IS NOT NULL;
CREATE INDEX mail_run ON mail (run, state) WHERE run IS NOT NULL;
CREATE INDEX mail_state ON mail (account, state);

-- The runs whose mail was paused or cancelled at some time.
CREATE TABLE sending (
    run       bigint PRIMARY KEY REFERENCES run (id),
    paused    boolean NOT NULL DEFAULT false,
    cancelled boolean NOT NULL DEFAULT false
);

-- What an account's links are signed with: 32 random bytes in hexadecimal digits.
CREATE TABLE mail_secret (
    account bigint PRIMARY KEY REFERENCES account (id),
    secret  text NOT NULL
);
