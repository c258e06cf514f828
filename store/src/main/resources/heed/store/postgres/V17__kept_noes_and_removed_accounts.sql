-- For how many months the hash of an erased person's address is kept; NULL: for ever. And whether the reason is kept with it.
ALTER TABLE account ADD COLUMN erased_months integer;
ALTER TABLE account ADD COLUMN erased_reasons boolean NOT NULL DEFAULT true;

-- When the removal of the account began. Nothing else may be done with the account from then on.
ALTER TABLE account ADD COLUMN removal_began text;

-- The highest id of a removed account: no later account gets it, nor the keys of its prospects and mails.
ALTER TABLE store ADD COLUMN removed_account bigint NOT NULL DEFAULT 0;

-- What refers to a mail is found by the mail, so that mails can be removed.
CREATE INDEX aside_mail_mail ON aside_mail (mail) WHERE mail IS NOT NULL;

UPDATE store SET version = 17;
