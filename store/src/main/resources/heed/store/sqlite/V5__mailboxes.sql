-- Which addresses an account takes for one mailbox.
ALTER TABLE account ADD COLUMN mailboxes TEXT NOT NULL DEFAULT 'as-written';

-- The addresses that were ever kept of an account and are not what their mailbox is known by. Empty where each address is a
-- mailbox of its own.
CREATE TABLE spelling (
    account INTEGER NOT NULL REFERENCES account (id),
    mailbox TEXT    NOT NULL,
    address TEXT    NOT NULL,
    PRIMARY KEY (account, mailbox, address)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 5;
