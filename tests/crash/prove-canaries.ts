/**
 * `npm run proof:canaries -- [--people 100]`: made-up people, twice as many as asked for (registered and imported),
 * go through every operation of the contract, import, export, cards, sync and the death of the till. Then every file
 * it wrote is searched for them, in UTF-8, UTF-16, hex, base64 and JSON escapes; and, when all are erased, the
 * decrypted store and its backups too. Prints one JSON line; exit code 1 when anything is found.
 */
import { readOptions } from '../../scripts/command-line.ts';
import { runCanaries } from './canaries.ts';
import { tellReport } from './tell-report.ts';

const { people } = readOptions({ people: 100 });
const { onDisk, onDiskAfterErasure, inStoreAfterErasure, foundAfterErasure, ...figures } =
  await runCanaries(people);
tellReport('canaries', figures, { onDisk, onDiskAfterErasure, inStoreAfterErasure, foundAfterErasure });
