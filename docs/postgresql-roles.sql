-- The roles of a Heed store in PostgreSQL.
--   1. An administrator runs the first part in the database of the store.
--   2. The owner creates the store: heed accounts add … --store postgresql://heed_owner@…
--   3. Run the second part once.
-- Set the passwords separately, with \password in psql or in another way that the server offers.

-- First part. heed_owner creates and upgrades the tables. heed is the role of daily work; it owns nothing.
CREATE ROLE heed_owner LOGIN;
CREATE ROLE heed LOGIN;
CREATE SCHEMA heed AUTHORIZATION heed_owner;
GRANT USAGE ON SCHEMA heed TO heed;
ALTER DEFAULT PRIVILEGES FOR ROLE heed_owner IN SCHEMA heed GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO heed;
ALTER DEFAULT PRIVILEGES FOR ROLE heed_owner IN SCHEMA heed GRANT USAGE ON SEQUENCES TO heed;

-- Second part. The program can only append to these tables; it cannot change or delete their rows, even if it has a fault.
REVOKE UPDATE, DELETE ON heed.fact, heed.listing, heed.domain_listing, heed.provenance, heed.definition, heed.message, heed.issued_plan FROM heed;
REVOKE INSERT, UPDATE, DELETE ON heed.store, heed.generation FROM heed;
REVOKE ALL ON heed.flyway_schema_history FROM heed;
