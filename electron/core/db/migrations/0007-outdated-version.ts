/**
 * A change that was acknowledged without the customer's record leaves the service's
 * record here with the version it had before that change.
 */
export const migration = {
  version: 7,
  sql: `
    -- 1 while the service's record has a newer version than it says: this till's own change is in it.
    ALTER TABLE customer ADD COLUMN version_outdated INTEGER NOT NULL DEFAULT 0;
  `,
};
