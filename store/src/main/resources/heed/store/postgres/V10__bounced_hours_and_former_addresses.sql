-- How many mails of each hour since 1970 bounced for each reason, those that count and those that are held; an empty domain
-- has all of them.
CREATE TABLE bounced_hour (
    account bigint NOT NULL REFERENCES account (id),
    hour    bigint NOT NULL,
    reason  text COLLATE "C" NOT NULL,
    domain  text COLLATE "C" NOT NULL,
    mails   bigint NOT NULL,
    PRIMARY KEY (account, hour, reason, domain)
);

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
    account  bigint NOT NULL REFERENCES account (id),
    address  text COLLATE "C" NOT NULL,
    prospect bigint NOT NULL REFERENCES prospect (key),
    PRIMARY KEY (account, address, prospect)
);

INSERT INTO former_address (account, address, prospect)
SELECT DISTINCT m.account, m.address, m.prospect FROM mail m JOIN prospect p ON p.key = m.prospect
WHERE m.attempts > 0 AND m.address IS NOT NULL AND m.address IS DISTINCT FROM p.email;

UPDATE store SET version = 10;
