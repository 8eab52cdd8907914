/**
 * A till at work, as a process of its own that may die at any moment. Loads its
 * code, says so, waits for its orders on stdin, and then opens the folder and
 * works: registrations, changes, cards, merges, deletions and searches by two
 * cashiers, with push and pull beside them. Every change is announced on stdout
 * before it is asked for and once it is acknowledged.
 */
import { appendFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { createCore } from '../../electron/core/app.ts';
import type { Core } from '../../electron/core/core.ts';
import { resolveHeadlessKey } from '../../electron/core/privacy/store-key.ts';
import { createRandom } from '../../electron/practice/seed/random.ts';
import type { Line, Orders } from './orders.ts';
import { workTraffic } from './traffic.ts';
import { valueOf } from '../value-of.ts';

let marksFile: string | undefined;

function say(line: Line): void {
  const text = `${JSON.stringify(line)}\n`;
  if (marksFile !== undefined) appendFileSync(marksFile, text);
  writeSync(1, text);
}

async function findMissing(core: Core, customerUids: readonly string[]): Promise<void> {
  for (const customerUid of customerUids) {
    const found = await core.call('customers.get', { customerUid });
    if (!found.ok) say({ what: 'missing', customerUid, code: found.error.code });
  }
}

async function takeIn(core: Core, file: string): Promise<void> {
  const { imported } = valueOf(await core.importFile(file));
  say({ what: 'imported', count: imported });
}

say({ what: 'loaded' });
const [text] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
const orders = JSON.parse(text) as Orders;
marksFile = orders.marksFile;
const { key } = valueOf(resolveHeadlessKey(orders.dataDir, {}));
const opened = await createCore({
  dataDir: orders.dataDir,
  key,
  unattendedAs: 'proof',
  backgroundSync: true,
});
if (!opened.ok) {
  say({ what: 'not-opened', code: opened.error.code });
  process.exit(1);
}
const { core } = opened;
say({ what: 'opened' });
if (orders.connection !== undefined) valueOf(await core.call('connection.set', orders.connection));
await findMissing(core, orders.expected);
await Promise.all([
  workTraffic(core, createRandom(orders.seed), orders, say),
  orders.importFile === undefined ? undefined : takeIn(core, orders.importFile),
]);
await core.close();
process.exit(0);
