import { judgeLedger, type Ledger, type Verdict } from './ledger.ts';
import { openFolder, withCore } from './open-folder.ts';
import type { PracticeProcess } from './practice-process.ts';
import type { Witness } from './witness.ts';
import { valueOf } from '../value-of.ts';

export interface TillFindings {
  /** Whatever doctor or SQLite's own check says. */
  readonly corrupt: string[];
}

/** Sends what waits, then looks where everything is that tills of this folder acknowledged. */
export async function judgeTill(
  dataDir: string,
  practice: PracticeProcess,
  witness: Witness,
  ledger: Ledger,
): Promise<Verdict & TillFindings> {
  return withCore(dataDir, async (core) => {
    valueOf(await core.syncOnce({ untilIdle: true, timeoutMs: 60_000 }));
    const found = await core.diagnose();
    // What waits for a person, and how the service was reached last, is no damage.
    const noDamage = new Set(['outbox', 'conflicts', 'cards', 'deletions', 'connection', 'key']);
    const unsound = found.filter(({ check, ok }) => !ok && !noDamage.has(check));
    const customers = await practice.listCustomers();
    const verdict = await judgeLedger(ledger, core, {
      find: (customerUid) => customers.get(customerUid),
      effects: witness.effects,
      printed: await practice.listPrinted(),
    });
    const corrupt = [...unsound.map(({ check, detail }) => `${check}: ${detail}`), ...checkStore(dataDir)];
    return { ...verdict, corrupt };
  });
}

/** SQLite's thorough check; opening it brings what the last process left in its log. */
export function checkStore(dataDir: string): string[] {
  const db = openFolder(dataDir);
  try {
    const rows = db.pragma('integrity_check(20)') as { integrity_check: string }[];
    return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  } finally {
    db.close();
  }
}
