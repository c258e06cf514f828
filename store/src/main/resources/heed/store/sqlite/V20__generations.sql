-- The lives of this store after its first: each restore of a backup begins one. Times are milliseconds since 1970.
CREATE TABLE generation (
    number     INTEGER PRIMARY KEY, -- from 2
    former_id  TEXT    NOT NULL, -- the id of the store before
    started    INTEGER, -- none until the restore has ended
    backup     INTEGER NOT NULL, -- when the backup was made
    first_mail INTEGER NOT NULL -- in each account the numbers of mails begin behind it
) STRICT;

PRAGMA user_version = 20;
