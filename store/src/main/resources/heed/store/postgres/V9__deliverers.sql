-- Who delivers an account's mail at the moment: they divide its limits.
CREATE TABLE deliverer (
    account      bigint NOT NULL REFERENCES account (id),
    id           text COLLATE "C" NOT NULL,
    beats        bigint NOT NULL, -- how often it said that it lives
    divides_with text   NOT NULL, -- ids with a space between them, its own too
    PRIMARY KEY (account, id)
);

UPDATE store SET version = 9;
