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

PRAGMA user_version = 10;
