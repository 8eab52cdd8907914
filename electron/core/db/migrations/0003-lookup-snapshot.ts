/**
 * Classes of customers, and the index as the reader holds it in memory, so that
 * opening reads it instead of making it. Entries have another layout than before:
 * all are made anew from the customers (lookup-rows.ts, `rebuildEntries`).
 */
export const migration = {
  version: 3,
  sql: `
    -- Type, store and groups that many customers share (lookup/row-class.ts).
    CREATE TABLE lookup_class (
      class_id INTEGER PRIMARY KEY,
      class TEXT NOT NULL UNIQUE
    ) STRICT;

    -- 'format': the layout the entries were made in; absent while there are none of this one.
    -- 'snapshot': what the parts below are parts of (lookup/snapshot.ts), JSON.
    CREATE TABLE lookup_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE lookup_snapshot (
      part_id INTEGER PRIMARY KEY,
      bytes BLOB NOT NULL
    ) STRICT;

    DELETE FROM lookup_entry;
    DELETE FROM lookup_key;
    DELETE FROM lookup_key_new;
    DELETE FROM lookup_token;
    DELETE FROM lookup_change;
  `,
};
