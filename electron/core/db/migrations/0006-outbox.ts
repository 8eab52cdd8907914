/**
 * Changes that a later delete of their customer makes pointless are kept until the
 * service has deleted the customer: a delete that is given up brings them back.
 * When a mutation is due again is known to the running sync alone.
 */
export const migration = {
  version: 6,
  sql: `
    -- 1 while an unsettled delete of the customer stands behind it: not sent, not counted.
    ALTER TABLE mutation ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE mutation DROP COLUMN next_attempt_at_ms;
  `,
};
