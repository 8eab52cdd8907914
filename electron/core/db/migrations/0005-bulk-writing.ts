/**
 * What a million customers are written quickly with. Loyalty ids are found by
 * their exact key and places by the words of the index, so that columns and
 * indexes of their own, each of them a page to write for every customer, go.
 */
export const migration = {
  version: 5,
  sql: `
    DROP INDEX customer_by_loyalty_id;
    DROP INDEX customer_by_postal_code;
    ALTER TABLE customer DROP COLUMN loyalty_id;
    ALTER TABLE customer DROP COLUMN postal_code;
    ALTER TABLE customer DROP COLUMN city;
    -- Nobody can find them, and their loyalty ids are taken all the same.
    CREATE INDEX customer_hidden ON customer (customer_id) WHERE hidden = 1;

    -- Exact keys that came by the thousand and are not in lookup_key yet (layout: lookup/key-run.ts).
    -- A run never changes; an id is never used twice.
    CREATE TABLE lookup_key_run (
      run_id INTEGER PRIMARY KEY AUTOINCREMENT,
      -- 0 as it came, 1 made of several.
      level INTEGER NOT NULL,
      pairs BLOB NOT NULL
    ) STRICT;
  `,
};
