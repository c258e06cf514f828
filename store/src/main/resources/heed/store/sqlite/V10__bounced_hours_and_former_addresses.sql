-- How many mails of each hour since 1970 bounced for each reason, those that count and those that are held; an empty domain
-- has all of them.
CREATE TABLE bounced_hour (
    account INTEGER NOT NULL REFERENCES account (id),
    hour    INTEGER NOT NULL,
    reason  TEXT    NOT NULL,
    domain  TEXT    NOT NULL,
    mails   INTEGER NOT NULL,
    PRIMARY KEY (account, hour, reason, domain)
) STRICT, WITHOUT ROWID;

INSERT INTO bounced_hour (account, hour, reason, domain, mails)
SELECT account, hour, reason, domain, count(DISTINCT mail) FROM bounce
WHERE hour IS NOT NULL AND reason IS NOT NULL AND mail IS NOT NULL AND kind = 'FAILED' AND standing IN ('COUNTS', 'HELD')
GROUP BY account, hour, reason, domain;

INSERT INTO bounced_hour (account, hour, reason, domain, mails)
SELECT account, hour, reason, '', sum(mails) FROM bounced_hour GROUP BY account, hour, reason;

-- Counted there, the bounces of an hour are not looked for any more; those of a mail are.
DROP INDEX bounce_hour;
CREATE INDEX bounce_mail ON bounce (mail) WHERE mail IS NOT NULL;

-- Prospects that were mailed at an address and have left it: what was mailed to the address is found by them still.
CREATE TABLE former_address (
    account  INTEGER NOT NULL REFERENCES account (id),
    address  TEXT    NOT NULL,
    prospect INTEGER NOT NULL REFERENCES prospect (key),
    PRIMARY KEY (account, address, prospect)
) STRICT, WITHOUT ROWID;

INSERT INTO former_address (account, address, prospect)
SELECT DISTINCT m.account, m.address, m.prospect FROM mail m JOIN prospect p ON p.key = m.prospect
WHERE m.attempts > 0 AND m.address IS NOT NULL AND m.address IS DISTINCT FROM p.email;

PRAGMA user_version = 10;
