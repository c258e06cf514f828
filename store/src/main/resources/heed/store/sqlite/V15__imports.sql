-- What a run is of. An import has a definition, too: its options.
ALTER TABLE run ADD COLUMN kind TEXT NOT NULL DEFAULT 'AUTOMATION';

-- What an import did, by result.
CREATE TABLE import_count (
    run    INTEGER NOT NULL REFERENCES run (id),
    result TEXT    NOT NULL,
    total  INTEGER NOT NULL,
    PRIMARY KEY (run, result)
) STRICT, WITHOUT ROWID;

-- The import that put an address or a domain on the suppression list.
ALTER TABLE domain_listing ADD COLUMN run INTEGER REFERENCES run (id);
ALTER TABLE listing ADD COLUMN run INTEGER REFERENCES run (id);
CREATE INDEX listing_run ON listing (run, address) WHERE run IS NOT NULL;

-- The highest key of a prospect that the undo of an import removed: no later prospect gets it.
CREATE TABLE removed_key (
    account INTEGER NOT NULL PRIMARY KEY REFERENCES account (id),
    key     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What refers to a prospect is found by the prospect, so that one to whom nothing refers can be removed.
CREATE INDEX ledger_prospect ON ledger (prospect);
CREATE INDEX planned_prospect ON planned (prospect);
CREATE INDEX mail_other ON mail (other) WHERE other IS NOT NULL;
CREATE INDEX bounce_evidence_prospect ON bounce_evidence (prospect);
CREATE INDEX former_address_prospect ON former_address (prospect);
CREATE INDEX address_opt_out_ended_prospect ON address_opt_out (ended_prospect) WHERE ended_prospect IS NOT NULL;
CREATE INDEX upgrade_finding_prospect ON upgrade_finding (prospect);

PRAGMA user_version = 15;
