-- A random number of each mail. Its marks, which are its links, return path and Message-ID, contain the number, because the ids
-- count again in a store that was restored from a backup. NULL for mails of earlier versions.
ALTER TABLE mail ADD COLUMN nonce INTEGER;

-- The keys that sign the marks: at least 32 random bytes in hexadecimal digits.
CREATE TABLE link_key (
    account        INTEGER NOT NULL REFERENCES account (id),
    secret         TEXT NOT NULL,
    created        INTEGER NOT NULL, -- milliseconds since 1970; 0 for the keys of earlier versions
    honoured_until INTEGER, -- NULL for the key that signs
    PRIMARY KEY (account, secret)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX link_key_signing ON link_key (account) WHERE honoured_until IS NULL;

INSERT INTO link_key (account, secret, created) SELECT account, secret, 0 FROM mail_secret;

DROP TABLE mail_secret;

-- The plan files that an account has made. A store that was restored from a backup does not have those made since, whose prospects
-- have keys that it gives to others.
CREATE TABLE issued_plan (
    account INTEGER NOT NULL REFERENCES account (id),
    hash    TEXT NOT NULL, -- the SHA-256 of its content
    made    INTEGER NOT NULL, -- milliseconds since 1970
    PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

-- What a report is about; NULL for the recipient of the mail.
ALTER TABLE bounce ADD COLUMN target TEXT;

-- The address of the mail to which a message replies if the store does not have the mail.
ALTER TABLE aside_mail ADD COLUMN missing_recipient TEXT;

PRAGMA user_version = 19;
