-- What a run is of. An import has a definition, too: its options.
ALTER TABLE run ADD COLUMN kind text COLLATE "C" NOT NULL DEFAULT 'AUTOMATION';

-- What an import did, by result.
CREATE TABLE import_count (
    run    bigint NOT NULL REFERENCES run (id),
    result text COLLATE "C" NOT NULL,
    total  bigint NOT NULL,
    PRIMARY KEY (run, result)
);

-- The import that put an address or a domain on the suppression list.
ALTER TABLE domain_listing ADD COLUMN run bigint REFERENCES run (id);
ALTER TABLE listing ADD COLUMN run bigint REFERENCES run (id);
CREATE INDEX listing_run ON listing (run, address) WHERE run IS NOT NULL;

-- The highest key of a prospect that the undo of an import removed: no later prospect gets it.
CREATE TABLE removed_key (
    account bigint NOT NULL PRIMARY KEY REFERENCES account (id),
    key     bigint NOT NULL
);

-- What refers to a prospect is found by the prospect, so that one to whom nothing refers can be removed.
CREATE INDEX ledger_prospect ON ledger (prospect);
CREATE INDEX planned_prospect ON planned (prospect);
CREATE INDEX mail_other ON mail (other) WHERE other IS NOT NULL;
CREATE INDEX bounce_evidence_prospect ON bounce_evidence (prospect);
CREATE INDEX former_address_prospect ON former_address (prospect);
CREATE INDEX address_opt_out_ended_prospect ON address_opt_out (ended_prospect) WHERE ended_prospect IS NOT NULL;
CREATE INDEX upgrade_finding_prospect ON upgrade_finding (prospect);

UPDATE store SET version = 15;
