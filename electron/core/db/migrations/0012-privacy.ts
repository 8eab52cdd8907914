/** How consents became what they are, and what an erasure has still to clear away. */
export const migration = {
  version: 12,
  sql: `
    -- Nothing is ever changed here; it goes with its customer.
    CREATE TABLE consent_change (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      customer_uid TEXT NOT NULL,
      consent_uid TEXT NOT NULL,
      name TEXT NOT NULL,
      -- NULL once the service keeps no such consent of the customer any more.
      status INTEGER,
      source TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      -- The cashier; NULL when the change came from the service.
      actor TEXT
    ) STRICT;
    CREATE INDEX consent_change_by_customer ON consent_change (customer_uid, sequence);
    CREATE TRIGGER consent_change_is_final BEFORE UPDATE OF consent_uid, name, status, source, at_ms, actor
      ON consent_change BEGIN SELECT raise(ABORT, 'consent history is append-only'); END;
    CREATE TRIGGER consent_change_stays BEFORE DELETE ON consent_change
      WHEN EXISTS (SELECT 1 FROM customer WHERE customer_uid = old.customer_uid)
      BEGIN SELECT raise(ABORT, 'consent history is append-only'); END;

    -- Words of customers who were erased that others had as well at that time: nobody may have them any more.
    CREATE TABLE erased_word (token_id INTEGER PRIMARY KEY) STRICT;
  `,
};
