/** Cards for many customers, reprints that say so, and cards that were scanned after printing. */
export const migration = {
  version: 9,
  sql: `
    CREATE TABLE print_batch (
      batch_id TEXT PRIMARY KEY,
      printer_id TEXT NOT NULL,
      printer_name TEXT NOT NULL,
      actor TEXT NOT NULL,
      -- collecting while its jobs are written; then open, paused or cancelled.
      state TEXT NOT NULL,
      error TEXT,
      reprint_of TEXT,
      created_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX print_batch_by_time ON print_batch (created_at_ms);

    ALTER TABLE print_job ADD COLUMN reprint_of TEXT;
    ALTER TABLE print_job ADD COLUMN batch_id TEXT;
    ALTER TABLE print_job ADD COLUMN batch_place INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE print_job ADD COLUMN verified_at_ms INTEGER;

    DROP INDEX print_job_open;
    CREATE INDEX print_job_by_state ON print_job (state, created_at_ms);
    CREATE INDEX print_job_to_send ON print_job (printer_id, created_at_ms) WHERE state = 'waiting' AND batch_id IS NULL;
    CREATE INDEX print_job_of_batch ON print_job (batch_id, state, batch_place) WHERE batch_id IS NOT NULL;
    CREATE INDEX print_job_by_loyalty_id ON print_job (loyalty_id, created_at_ms);
    CREATE INDEX tombstone_merged ON tombstone (merged_into_uid) WHERE merged_into_uid IS NOT NULL;
  `,
};
