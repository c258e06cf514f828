-- Domains on the suppression list: nobody who has an address there is emailed.
CREATE TABLE suppressed_domain (
    account    bigint NOT NULL REFERENCES account (id),
    domain     text COLLATE "C" NOT NULL, -- @acme.example, or @*.acme.example for its subdomains
    since      bigint NOT NULL,
    provenance bigint NOT NULL REFERENCES provenance (id),
    PRIMARY KEY (account, domain)
);

-- Every domain that was put on the list and taken off it. Appended, never changed or deleted.
CREATE TABLE domain_listing (
    account    bigint  NOT NULL REFERENCES account (id),
    domain     text COLLATE "C" NOT NULL,
    sequence   integer NOT NULL, -- from 1 for each domain
    listed     boolean NOT NULL, -- put on it, or taken off it
    provenance bigint  NOT NULL REFERENCES provenance (id),
    PRIMARY KEY (account, domain, sequence)
);

UPDATE store SET version = 12;
