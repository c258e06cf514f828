-- Opt-outs that were given for an address itself, by a link, a complaint or a mail from it, whichever prospect has it. A row
-- is never deleted: what ended it is stored with it.
CREATE TABLE address_opt_out (
    id             INTEGER PRIMARY KEY,
    account        INTEGER NOT NULL REFERENCES account (id),
    address        TEXT NOT NULL, -- canonical
    since          INTEGER NOT NULL, -- milliseconds since 1970
    provenance     INTEGER NOT NULL REFERENCES provenance (id),
    ended          INTEGER REFERENCES provenance (id),
    ended_prospect INTEGER REFERENCES prospect (key), -- whose Email Opt Out was cleared
    ended_run      INTEGER REFERENCES run (id) -- which cleared it, so that its undo restores the opt-out
) STRICT;

CREATE INDEX address_opt_out_address ON address_opt_out (account, address);
CREATE INDEX address_opt_out_run ON address_opt_out (ended_run, ended_prospect) WHERE ended_run IS NOT NULL;

-- The opt-outs of earlier versions, which only the prospects have: the address is that of the mail, or of the bounce mailbox's
-- complaint, or else the one that the prospect had then. An opt-out has ended if Email Opt Out of the prospect was cleared later,
-- other than by an undo, while the prospect had the address.
INSERT INTO address_opt_out (account, address, since, provenance)
SELECT account, address, min(since), min(provenance)
FROM (
    SELECT p.account, p.key, p.email, f.sequence, v.id AS provenance, v.source, v.evidence, CAST(round((julianday(v.at) - 2440587.5) * 86400000) AS INTEGER) AS since,
        coalesce(
            CASE WHEN v.source = 'UNSUBSCRIBE' AND v.evidence LIKE 'mail %' THEN (
                SELECT m.address FROM mail m WHERE m.id = CAST(substr(v.evidence, 6) AS INTEGER)) END,
            CASE WHEN v.source = 'COMPLAINT' AND v.evidence LIKE 'bounce %' THEN (
                SELECT coalesce(b.address, m.address) FROM bounce b LEFT JOIN mail m ON m.id = b.mail
                WHERE b.id = CAST(substr(v.evidence, 8) AS INTEGER)) END,
            (SELECT e.from_text FROM fact e WHERE e.prospect = p.key AND e.field = 1 AND e.sequence > f.sequence
                ORDER BY e.sequence LIMIT 1),
            p.email) AS address
    FROM provenance v JOIN fact f ON f.provenance = v.id JOIN prospect p ON p.key = f.prospect
    WHERE v.source IN ('UNSUBSCRIBE', 'COMPLAINT') AND f.field = 13 AND f.to_text = 'Yes') o
WHERE address IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM fact c JOIN provenance w ON w.id = c.provenance
    WHERE c.prospect = o.key AND c.sequence > o.sequence AND c.field = 13 AND c.to_text = 'No' AND w.source <> 'UNDO'
        AND o.address = CASE WHEN EXISTS (
                SELECT 1 FROM fact e WHERE e.prospect = o.key AND e.field = 1 AND e.sequence > c.sequence)
            THEN (SELECT e.from_text FROM fact e WHERE e.prospect = o.key AND e.field = 1 AND e.sequence > c.sequence
                ORDER BY e.sequence LIMIT 1)
            ELSE o.email END)
GROUP BY account, address, source, evidence;

-- The style sheet that an account adds to its unsubscribe pages.
ALTER TABLE account ADD COLUMN unsubscribe_style TEXT;

-- What a person needs to know of the messages of the bounce mailbox that were set aside.
CREATE TABLE aside_mail (
    id           INTEGER PRIMARY KEY,
    account      INTEGER NOT NULL REFERENCES account (id),
    hash         TEXT NOT NULL, -- of the bounce_message
    sender       TEXT, -- canonical
    subject      TEXT,
    excerpt      TEXT, -- its first own lines
    asks_opt_out INTEGER NOT NULL, -- whether it seems to ask for no more mail
    mail         INTEGER REFERENCES mail (id), -- to which it replies
    filed        INTEGER, -- when a person handled it
    filed_as     TEXT,
    UNIQUE (account, hash)
) STRICT;

INSERT INTO aside_mail (account, hash, asks_opt_out)
SELECT account, hash, FALSE FROM bounce_message WHERE aside IS NOT NULL ORDER BY taken;

PRAGMA user_version = 14;
