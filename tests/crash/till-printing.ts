/**
 * A till that prints cards for many, as a process of its own that may die at any
 * moment: `node till-printing.ts DATA_DIR CUSTOMERS PORT`. The first one orders the
 * cards; every later one goes on with them, as a person does who has looked at the
 * printer. Ends with 0 when nothing waits any more.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCore } from '../../electron/core/app.ts';
import { resolveHeadlessKey } from '../../electron/core/privacy/store-key.ts';
import { valueOf } from '../value-of.ts';

const [dataDir, customers, port] = process.argv.slice(2);
if (dataDir === undefined || customers === undefined || port === undefined) throw new Error('Three words');

const { key } = valueOf(resolveHeadlessKey(dataDir, {}));
const { core } = valueOf(await createCore({ dataDir, key, unattendedAs: 'proof', backgroundSync: true }));
const file = join(dataDir, 'customers.jsonl');
if (!existsSync(file)) {
  const people = Array.from({ length: Number(customers) }, (_, index) => ({
    customerUid: `c-${index}`,
    customerType: 'PERSON',
    firstname: 'Kari',
    lastname: `Nordmann ${index}`,
    countryCode: 'NO',
    loyaltyId: `29${String(index).padStart(14, '0')}`,
  }));
  writeFileSync(file, people.map((person) => JSON.stringify(person)).join('\n'));
}
const batches = valueOf(await core.call('cards.batches', {})).batches;
if (batches.length === 0) {
  valueOf(await core.importFile(file));
  valueOf(
    await core.call('printers.save', {
      printer: {
        kind: 'network',
        printerId: 'desk',
        name: 'Desk',
        host: '127.0.0.1',
        port: Number(port),
        language: 'escpos',
      },
    }),
  );
  valueOf(await core.call('cards.printMany', { cardsFor: { all: {} }, printer: 'desk' }));
}
for (const { batchId, state } of batches) {
  if (state === 'paused') valueOf(await core.call('cards.resumeBatch', { batchId }));
}
process.stdout.write('printing\n');

async function endWhenDone(): Promise<void> {
  const { batches: now } = valueOf(await core.call('cards.batches', {}));
  if (now.some(({ state }) => state !== 'done')) return;
  await core.close();
  process.exit(0);
}
core.subscribe((event) => {
  if (event.type === 'print-jobs') void endWhenDone();
});
await endWhenDone();
