-- The roles of a store in PostgreSQL. An administrator runs the first part in the store's database, then the owner makes the
-- store (`heed accounts add` with --store postgresql://heed_owner@…), then the second part is run once.
-- Passwords are set apart, with \password in psql or by the server's other ways.

-- First part. heed_owner makes the tables and brings them up to date; heed is what runs day by day, and owns nothing.
CREATE ROLE heed_owner LOGIN;
CREATE ROLE heed LOGIN;
CREATE SCHEMA heed AUTHORIZATION heed_owner;
GRANT USAGE ON SCHEMA heed TO heed;
ALTER DEFAULT PRIVILEGES FOR ROLE heed_owner IN SCHEMA heed GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO heed;
ALTER DEFAULT PRIVILEGES FOR ROLE heed_owner IN SCHEMA heed GRANT USAGE ON SEQUENCES TO heed;

-- Second part. What is only appended cannot be changed or deleted, whatever goes wrong in the program.
REVOKE UPDATE, DELETE ON heed.fact, heed.listing, heed.provenance, heed.definition, heed.message FROM heed;
REVOKE INSERT, UPDATE, DELETE ON heed.store FROM heed;
REVOKE ALL ON heed.flyway_schema_history FROM heed;
