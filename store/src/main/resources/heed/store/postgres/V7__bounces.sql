-- What came back about mail, and what it did to addresses. Times are milliseconds since 1970.

-- The messages of the bounce mailbox that were taken, each once.
CREATE TABLE bounce_message (
    account    bigint NOT NULL REFERENCES account (id),
    hash       text COLLATE "C"    NOT NULL,
    uid        text COLLATE "C", -- where it lay
    message_id text,
    size       bigint NOT NULL,
    taken      bigint NOT NULL,
    aside      text, -- why it needs a person
    PRIMARY KEY (account, hash)
);

CREATE INDEX bounce_message_uid ON bounce_message (account, uid) WHERE uid IS NOT NULL;
CREATE INDEX bounce_message_aside ON bounce_message (account, taken) WHERE aside IS NOT NULL;

-- Times at which marking waits for a person.
CREATE TABLE bounce_pause (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account bigint NOT NULL REFERENCES account (id),
    domain  text COLLATE "C"    NOT NULL, -- empty for every domain
    reason  text    NOT NULL,
    since   bigint NOT NULL,
    hour    bigint NOT NULL,
    bounces bigint NOT NULL,
    mails   bigint NOT NULL,
    ended   bigint,
    was_real boolean,
    actor   text
);

CREATE INDEX bounce_pause_account ON bounce_pause (account, id);

-- Everything that was said of a mail: by a message, or by the answer to our own attempt, which has no message.
CREATE TABLE bounce (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account    bigint NOT NULL REFERENCES account (id),
    at         bigint NOT NULL,
    kind       text    NOT NULL,
    address    text COLLATE "C", -- canonical
    domain     text COLLATE "C", -- of the address
    mail       bigint REFERENCES mail (id),
    run        bigint REFERENCES run (id),
    sent       bigint,
    hour       bigint, -- in which the mail was sent, since 1970
    message    text, -- the hash of a bounce_message
    reason     text,
    hardness   text,
    evidence   text,
    rule       text,
    status     text,
    reply_code integer,
    reporting  text,
    remote     text,
    text       text    NOT NULL,
    classifier text    NOT NULL,
    standing   text    NOT NULL,
    pause      bigint REFERENCES bounce_pause (id)
);

CREATE INDEX bounce_account ON bounce (account, id);
CREATE INDEX bounce_address ON bounce (account, address, at) WHERE address IS NOT NULL;
CREATE INDEX bounce_run ON bounce (run) WHERE run IS NOT NULL;
CREATE INDEX bounce_hour ON bounce (account, hour, reason, domain) WHERE hour IS NOT NULL;
CREATE INDEX bounce_held ON bounce (pause) WHERE pause IS NOT NULL;

-- Addresses that bounces mark, whoever has them.
CREATE TABLE bounced_address (
    account    bigint NOT NULL REFERENCES account (id),
    address    text COLLATE "C"    NOT NULL,
    since      bigint NOT NULL,
    provenance bigint NOT NULL REFERENCES provenance (id),
    PRIMARY KEY (account, address)
);

-- Bounced of an address that had bounced was cleared: what came before says nothing any more.
CREATE TABLE bounce_clearing (
    account bigint NOT NULL REFERENCES account (id),
    address text COLLATE "C"    NOT NULL,
    last    bigint NOT NULL, -- the last bounce before it
    PRIMARY KEY (account, address)
);

-- How many mails a relay answered for good, by the hour since 1970; an empty domain has all of them.
CREATE TABLE mail_hour (
    account bigint NOT NULL REFERENCES account (id),
    hour    bigint NOT NULL,
    domain  text COLLATE "C"    NOT NULL,
    mails   bigint NOT NULL,
    PRIMARY KEY (account, hour, domain)
);

-- An account's own policy, where it is not the standard one.
CREATE TABLE bounce_policy (
    account      bigint PRIMARY KEY REFERENCES account (id),
    soft_bounces bigint NOT NULL,
    spread       bigint NOT NULL, -- milliseconds
    pause_share  double precision NOT NULL,
    pause_least  bigint NOT NULL,
    alert_share  double precision NOT NULL,
    alert_least  bigint NOT NULL
);

-- What was mailed to an address without a prospect; with one it is found by the prospect.
CREATE INDEX mail_one_off ON mail (account, address) WHERE prospect IS NULL AND address IS NOT NULL;

-- The global suppression list, now with what bounces mark.
DROP VIEW suppression;
CREATE VIEW suppression (account, address, reason, formerly, prospect, since, provenance) AS
SELECT account, email, 'EMAIL_OPT_OUT', 0, key, email_opt_out_since, NULL::bigint
FROM prospect WHERE email_opt_out_since IS NOT NULL AND email IS NOT NULL
UNION ALL
SELECT account, email, 'BOUNCED', 0, key, bounced_since, NULL::bigint
FROM prospect WHERE bounced_since IS NOT NULL AND email IS NOT NULL
UNION ALL
SELECT account, address, 'BOUNCED', 1, prospect, since, NULL::bigint FROM bounce_evidence
UNION ALL
SELECT account, address, 'BOUNCED', 0, NULL::bigint, since, provenance FROM bounced_address
UNION ALL
SELECT account, address, 'LISTED', 0, NULL::bigint, since, provenance FROM listed_suppression;

UPDATE store SET version = 7;
