/** The tables of the till: customers, what waits for the service, what was printed, what was done. */
export const migration = {
  version: 1,
  sql: `
    CREATE TABLE customer (
      customer_id INTEGER PRIMARY KEY AUTOINCREMENT,
      customer_uid TEXT NOT NULL UNIQUE,
      -- The customer as this till sees it: the service's record with the unsettled mutations applied (JSON).
      record TEXT NOT NULL,
      -- The service's last record while mutations are unsettled; NULL when "record" is it, or when the service has none.
      base TEXT,
      -- 1 once the service is known to have this customer.
      at_service INTEGER NOT NULL DEFAULT 0,
      -- 1 while an unsettled delete, or a merge into another customer, takes it out of sight.
      hidden INTEGER NOT NULL DEFAULT 0,
      parent_uid TEXT,
      loyalty_id TEXT,
      postal_code TEXT,
      city TEXT,
      -- Number of the id sweep that last saw it at the service.
      seen_sweep INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX customer_by_parent ON customer (parent_uid) WHERE parent_uid IS NOT NULL;
    -- Counts them without reading a record.
    CREATE INDEX customer_at_service ON customer (customer_id) WHERE at_service = 1;
    CREATE INDEX customer_by_loyalty_id ON customer (loyalty_id) WHERE loyalty_id IS NOT NULL;
    CREATE INDEX customer_by_postal_code ON customer (postal_code, city) WHERE postal_code IS NOT NULL;

    -- A customer that is gone for good: no pull, retry or queued change brings it back.
    CREATE TABLE tombstone (
      customer_uid TEXT PRIMARY KEY,
      merged_into_uid TEXT,
      at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE recent_customer (
      customer_uid TEXT PRIMARY KEY,
      opened_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- The outbox. "sequence" is the order of the till's own changes.
    CREATE TABLE mutation (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      mutation_id TEXT NOT NULL UNIQUE,
      customer_uid TEXT NOT NULL,
      -- The second customer it concerns: source of a merge, parent of a department.
      other_uid TEXT,
      kind TEXT NOT NULL,
      payload TEXT NOT NULL,
      -- lastModifiedAt of the service's record the change was sent on last.
      base_revision TEXT,
      actor TEXT NOT NULL,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_at_ms INTEGER,
      error TEXT,
      print_job_id TEXT,
      created_at_ms INTEGER NOT NULL,
      settled_at_ms INTEGER
    ) STRICT;
    CREATE INDEX mutation_unsettled ON mutation (customer_uid, sequence) WHERE state <> 'acked';
    CREATE INDEX mutation_unsettled_other ON mutation (other_uid, sequence) WHERE state <> 'acked' AND other_uid IS NOT NULL;
    CREATE INDEX mutation_waiting ON mutation (state, sequence) WHERE state <> 'acked';

    CREATE TABLE conflict (
      conflict_id TEXT PRIMARY KEY,
      customer_uid TEXT NOT NULL,
      field TEXT NOT NULL,
      base TEXT NOT NULL,
      ours TEXT NOT NULL,
      theirs TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL,
      UNIQUE (customer_uid, field)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE print_job (
      job_id TEXT PRIMARY KEY,
      customer_uid TEXT NOT NULL,
      loyalty_id TEXT NOT NULL,
      printer_id TEXT NOT NULL,
      printer_name TEXT NOT NULL,
      state TEXT NOT NULL,
      error TEXT,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX print_job_by_customer ON print_job (customer_uid, created_at_ms);
    CREATE INDEX print_job_by_time ON print_job (created_at_ms);
    CREATE INDEX print_job_open ON print_job (state, created_at_ms) WHERE state IN ('waiting', 'sending');

    CREATE TABLE printer (
      printer_id TEXT PRIMARY KEY,
      profile TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Settings, the connection and the sync cursor: one JSON value a key.
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    -- Never answered to a host: tokens, client secrets, PIN hashes.
    CREATE TABLE secret (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    -- Ids and codes only; no personal data.
    CREATE TABLE audit (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      at_ms INTEGER NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      customer_uid TEXT,
      outcome TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_customer ON audit (customer_uid, sequence) WHERE customer_uid IS NOT NULL;
  `,
};
