import { atWork } from './at-work.ts';
import { inTrouble } from './in-trouble.ts';
import { managed } from './managed.ts';
import { newTill } from './new-till.ts';
import type { Situation } from './view.ts';
import { withPrinters } from './with-printers.ts';

/** Every view and state of the till: what the looks are tested in, and what `npm run screenshots` takes pictures of. */
export const situations: readonly Situation[] = [newTill, atWork, inTrouble, withPrinters, managed];
