/**
 * A till as a process of its own, through which made-up people go: registered,
 * found, changed, printed, exported, imported, synced. Says `{"calls":N}` when all
 * have been through everything, and goes on changing them until it is killed.
 * Orders come as its one argument, JSON.
 */
import { openCore } from '../../electron/cli/open-core.ts';
import { ask, askEverything } from './canary-operations.ts';
import { canaryOf } from './canary-people.ts';
import type { CanaryOrders } from './canaries.ts';
import { valueOf } from '../value-of.ts';

const { dataDir, people, connection, printFolder, importFile } = JSON.parse(process.argv[2]!) as CanaryOrders;
const { core } = valueOf(
  await openCore({ dataDir, env: {} }, { backgroundSync: true, unattendedAs: 'proof' }),
);
await ask(core, 'settings.set', {
  changes: { logLevel: 'debug', backup: { daily: false, keep: 2, folder: '' } },
});
await ask(core, 'connection.set', connection);
await ask(core, 'printers.save', {
  printer: { kind: 'file', printerId: 'folder', name: 'Folder', folder: printFolder, designId: 'card' },
});
valueOf(await core.importFile(importFile));
let calls = 0;
for (let number = 0; number < people; number += 1) {
  calls += await askEverything({ core, canary: canaryOf('registered', number), other: 'imported-0' });
}
process.stdout.write(`${JSON.stringify({ calls })}\n`);
for (let round = 0; ; round += 1) {
  const { draft } = canaryOf('imported', round % people);
  await core.callUntrusted('customers.update', {
    customerUid: draft.customerUid,
    changes: { address: `${draft.city} ${round}` },
  });
}
