-- For how many months the hash of an erased person's address is kept; NULL: for ever. And whether the reason is kept with it.
ALTER TABLE account ADD COLUMN erased_months INTEGER;
ALTER TABLE account ADD COLUMN erased_reasons INTEGER NOT NULL DEFAULT 1;

-- When the removal of the account began. Nothing else may be done with the account from then on.
ALTER TABLE account ADD COLUMN removal_began TEXT;

-- The highest id of a removed account: no later account gets it, nor the keys of its prospects and mails.
ALTER TABLE store ADD COLUMN removed_account INTEGER NOT NULL DEFAULT 0;

-- What refers to a mail is found by the mail, so that mails can be removed.
CREATE INDEX aside_mail_mail ON aside_mail (mail) WHERE mail IS NOT NULL;

PRAGMA user_version = 17;
