/** Forms that are not saved yet. */
export const migration = {
  version: 13,
  sql: `
    CREATE TABLE draft (
      cashier TEXT NOT NULL,
      -- The customer whose fields are changed, or the one a registration will make.
      customer_uid TEXT NOT NULL,
      content TEXT NOT NULL,
      saved_at_ms INTEGER NOT NULL,
      PRIMARY KEY (cashier, customer_uid)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX draft_by_customer ON draft (customer_uid);
  `,
};
