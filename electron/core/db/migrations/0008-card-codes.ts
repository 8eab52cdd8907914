/**
 * A lost card is replaced by another one; the code of the lost one still says whose it was,
 * and is nobody else's until a person says so.
 */
export const migration = {
  version: 8,
  sql: `
    CREATE TABLE replaced_code (
      customer_uid TEXT NOT NULL,
      -- As the card had it.
      code TEXT NOT NULL,
      -- Letters and digits alone, folded: how a scan is compared.
      folded TEXT NOT NULL,
      replaced_at_ms INTEGER NOT NULL,
      -- The cashier; NULL when the change came from the service.
      replaced_by TEXT,
      PRIMARY KEY (customer_uid, code)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX replaced_code_by_code ON replaced_code (folded);
  `,
};
