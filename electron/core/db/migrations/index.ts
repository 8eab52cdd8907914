import { TillFailure } from '#shared/contract/errors';
import type { Store } from '../open.ts';
import { migration as store } from './0001-store.ts';
import { migration as lookup } from './0002-lookup.ts';
import { migration as lookupSnapshot } from './0003-lookup-snapshot.ts';
import { migration as duplicatePairs } from './0004-duplicate-pairs.ts';
import { migration as bulkWriting } from './0005-bulk-writing.ts';
import { migration as outbox } from './0006-outbox.ts';
import { migration as outdatedVersion } from './0007-outdated-version.ts';
import { migration as cardCodes } from './0008-card-codes.ts';
import { migration as printBatches } from './0009-print-batches.ts';
import { migration as history } from './0010-history.ts';
import { migration as auditChain } from './0011-audit-chain.ts';
import { migration as privacy } from './0012-privacy.ts';
import { migration as drafts } from './0013-drafts.ts';
import { migration as health } from './0014-health.ts';

/** In order; a number is never used twice and a released migration never changes. */
const migrations: readonly {
  readonly version: number;
  readonly sql: string;
  /** What SQL cannot do, after it. */
  readonly run?: (db: Store) => void;
}[] = [
  store,
  lookup,
  lookupSnapshot,
  duplicatePairs,
  bulkWriting,
  outbox,
  outdatedVersion,
  cardCodes,
  printBatches,
  history,
  auditChain,
  privacy,
  drafts,
  health,
];

export const schemaVersion = Math.max(...migrations.map(({ version }) => version));

/**
 * Brings the store to this version's schema in one transaction: where a step fails, nothing is changed, and the
 * version before still opens it.
 *
 * @param note what belongs to it and needs the new schema; not called when there was nothing to do
 */
export function migrate(db: Store, note: () => void = () => {}): void {
  const current = db.pragma('user_version', { simple: true }) as number;
  if (current > schemaVersion) throw new TillFailure('store.too-new');
  if (current === schemaVersion) return;
  db.transaction(() => {
    for (const { version, sql, run } of migrations) {
      if (version <= current) continue;
      db.exec(sql);
      run?.(db);
    }
    db.pragma(`user_version = ${schemaVersion}`);
    note();
  }).immediate();
}
