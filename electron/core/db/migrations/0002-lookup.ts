/** The lookup index: what lookup-rows.ts writes and lookup/ reads. */
export const migration = {
  version: 2,
  sql: `
    -- The dictionary: every folded word of the base. Ids are never used twice.
    CREATE TABLE lookup_token (
      token_id INTEGER PRIMARY KEY AUTOINCREMENT,
      word TEXT NOT NULL UNIQUE,
      -- The customer who brought the word, until another one has it too: a word
      -- nobody shares goes with its customer.
      only_customer_id INTEGER
    ) STRICT;

    -- One entry a customer in sight (layout: lookup/entry.ts).
    CREATE TABLE lookup_entry (
      customer_id INTEGER PRIMARY KEY,
      entry BLOB NOT NULL
    ) STRICT;

    -- Exact keys (layout: lookup/keys.ts). New keys wait in a small tree of the same
    -- shape and are moved in key order, so that an import writes each page once.
    CREATE TABLE lookup_key (
      key INTEGER NOT NULL,
      customer_id INTEGER NOT NULL,
      PRIMARY KEY (key, customer_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE lookup_key_new (
      key INTEGER NOT NULL,
      customer_id INTEGER NOT NULL,
      PRIMARY KEY (key, customer_id)
    ) STRICT, WITHOUT ROWID;

    -- Whose entry changed, in order and without gaps; the reader remembers the last
    -- sequence it has seen. Old rows are dropped, the newest never.
    CREATE TABLE lookup_change (
      sequence INTEGER PRIMARY KEY,
      customer_id INTEGER NOT NULL
    ) STRICT;
  `,
};
