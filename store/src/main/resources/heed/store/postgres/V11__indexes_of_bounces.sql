-- Bounces are looked through by what is asked of them: by when they were kept in this index itself.
DROP INDEX bounce_account;
CREATE INDEX bounce_account ON bounce (account, id, at);
DROP INDEX bounce_run;
CREATE INDEX bounce_run ON bounce (run, id) WHERE run IS NOT NULL;
CREATE INDEX bounce_domain ON bounce (account, domain, id) WHERE domain IS NOT NULL;
CREATE INDEX bounce_reason ON bounce (account, reason, id) WHERE reason IS NOT NULL;

UPDATE store SET version = 11;
