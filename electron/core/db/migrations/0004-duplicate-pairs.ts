/** Customers of the base who are probably one: what the pass over all of them found, and what people said of it. */
export const migration = {
  version: 4,
  sql: `
    -- No values of the customers: what agrees is read from what they are today. A
    -- pair goes with either of its customers.
    CREATE TABLE duplicate_pair (
      low_id INTEGER NOT NULL REFERENCES customer (customer_id) ON DELETE CASCADE,
      high_id INTEGER NOT NULL REFERENCES customer (customer_id) ON DELETE CASCADE,
      probability REAL NOT NULL,
      -- Number of the pass that found it last.
      pass INTEGER NOT NULL,
      -- Set when a person said that they are two.
      dismissed_at_ms INTEGER,
      PRIMARY KEY (low_id, high_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX duplicate_pair_by_high ON duplicate_pair (high_id);
    CREATE INDEX duplicate_pair_open ON duplicate_pair (probability DESC, low_id, high_id)
      WHERE dismissed_at_ms IS NULL;
  `,
};
