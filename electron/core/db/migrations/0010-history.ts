/**
 * What was done with a customer can be told field by field, and two records that
 * became one can be looked up as they were.
 */
export const migration = {
  version: 10,
  sql: `
    -- Names of fields, ids of the mutation, the print job and the other customer (JSON); no values.
    ALTER TABLE audit ADD COLUMN detail TEXT;

    -- Both records as they were when a person merged them; gone with the customer that is left.
    CREATE TABLE merge_before (
      mutation_id TEXT PRIMARY KEY,
      -- The customer that is left today: it may have been merged on.
      customer_uid TEXT NOT NULL,
      merged_uid TEXT NOT NULL,
      actor TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      stays TEXT NOT NULL,
      goes TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX merge_before_by_customer ON merge_before (customer_uid, at_ms);
  `,
};
