-- Domains on the suppression list: nobody who has an address there is emailed.
CREATE TABLE suppressed_domain (
    account    INTEGER NOT NULL REFERENCES account (id),
    domain     TEXT    NOT NULL, -- @acme.example, or @*.acme.example for its subdomains
    since      INTEGER NOT NULL,
    provenance INTEGER NOT NULL REFERENCES provenance (id),
    PRIMARY KEY (account, domain)
) STRICT, WITHOUT ROWID;

-- Every domain that was put on the list and taken off it. Appended, never changed or deleted.
CREATE TABLE domain_listing (
    account    INTEGER NOT NULL REFERENCES account (id),
    domain     TEXT    NOT NULL,
    sequence   INTEGER NOT NULL, -- from 1 for each domain
    listed     INTEGER NOT NULL, -- 1: put on it; 0: taken off it
    provenance INTEGER NOT NULL REFERENCES provenance (id),
    PRIMARY KEY (account, domain, sequence)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 12;
