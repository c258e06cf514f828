-- The lives of this store after its first: each restore of a backup begins one. Times are milliseconds since 1970.
CREATE TABLE generation (
    number     bigint PRIMARY KEY, -- from 2
    former_id  text   NOT NULL, -- the id of the store before
    started    bigint, -- none until the restore has ended
    backup     bigint NOT NULL, -- when the backup was made
    first_mail bigint NOT NULL -- in each account the numbers of mails begin behind it
);

UPDATE store SET version = 20;
