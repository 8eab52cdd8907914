import { createHash, createHmac } from 'node:crypto';
import type { Store } from '../open.ts';

/**
 * Every entry of the audit trail carries a hash over itself and the one before
 * it; where the trail begins and ends is kept apart from it, signed. Entries
 * there are already are linked as they stand. (What makes the hashes:
 * audit-chain.ts; written here once more, because a migration never changes.)
 */
export const migration = {
  version: 11,
  sql: `
    -- Why it was asked for: one of a list.
    ALTER TABLE audit ADD COLUMN reason TEXT;
    ALTER TABLE audit ADD COLUMN hash TEXT NOT NULL DEFAULT '';
    CREATE INDEX audit_by_time ON audit (at_ms);

    -- 'head': the newest entry. 'anchor': the entry before the oldest one that is kept.
    CREATE TABLE audit_link (
      name TEXT PRIMARY KEY,
      sequence INTEGER NOT NULL,
      hash TEXT NOT NULL,
      -- HMAC-SHA-256 under the secret 'audit-key'.
      signature TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO secret (key, value) VALUES ('audit-key', '"' || lower(hex(randomblob(32))) || '"');
  `,
  run(db: Store): void {
    const text = db.prepare(`SELECT value FROM secret WHERE key = 'audit-key'`).pluck().get() as string;
    const key = Buffer.from(JSON.parse(text) as string, 'hex');
    const keep = (name: string, sequence: number, hash: string): void => {
      const signature = createHmac('sha256', key).update(`${name} ${sequence} ${hash}`).digest('hex');
      db.prepare(`INSERT INTO audit_link VALUES (?, ?, ?, ?)`).run(name, sequence, hash, signature);
    };
    const rows = db
      .prepare(
        `SELECT sequence, at_ms, actor, action, customer_uid, outcome, reason, detail FROM audit ORDER BY sequence`,
      )
      .raw()
      .all() as [number, ...unknown[]][];
    let hash = '0'.repeat(64);
    const link = db.prepare(`UPDATE audit SET hash = ? WHERE sequence = ?`);
    keep('anchor', (rows[0]?.[0] ?? 1) - 1, hash);
    for (const row of rows) {
      hash = createHash('sha256')
        .update(JSON.stringify([hash, ...row]))
        .digest('hex');
      link.run(hash, row[0]);
    }
    keep('head', rows.at(-1)?.[0] ?? 0, hash);
  },
};
