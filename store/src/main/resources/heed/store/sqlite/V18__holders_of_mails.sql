-- Who holds a mail: has reserved it, or transmits it. It replaces the end of a lease, which compared the clocks of two machines.
-- A mail waits exactly while it has a due time, and is in flight exactly while it has a holder and no due time. The column of the
-- lease's end now has the time of the latest claim, which stays when the attempt has ended.
UPDATE mail SET lease_end = changed WHERE lease_end IS NOT NULL;
DROP INDEX mail_leased;
DROP INDEX mail_waiting;
ALTER TABLE mail RENAME COLUMN lease_end TO claimed;
ALTER TABLE mail ADD COLUMN holder TEXT;
UPDATE mail SET holder = 'earlier-version' WHERE claimed IS NOT NULL;

-- Read run by run, so that what a paused run holds back is not passed over mail by mail.
CREATE INDEX mail_waiting ON mail (account, run, due) WHERE due IS NOT NULL AND holder IS NULL;
CREATE INDEX mail_held ON mail (account, holder) WHERE holder IS NOT NULL;

PRAGMA user_version = 18;
