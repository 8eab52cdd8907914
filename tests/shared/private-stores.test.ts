import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const renderer = join(import.meta.dirname, '../../renderer');

/** Stores that outlive a lock, with what is in them instead of customers. */
const publicStores: Readonly<Record<string, string>> = {
  'bridge/host-state.ts': 'whether the till’s own program answers',
  'bridge/lending.ts': 'the operation a manager is asked to allow; ended by the lock',
  'bridge/private-store.ts': 'makes the private ones',
  'card-printing/printers.ts': 'the printers of the till',
  'features/session/store.ts': 'who is at the till',
  'features/settings/store.ts': 'the settings',
  'features/sync/store.ts': 'counts, and how the service is reached',
  'features/updates/store.ts': 'the program’s version, and which comes next',
  'scanner/serial-scanner.ts': 'the state of the serial port',
  'ui/managed.tsx': 'the names of the settings that IT decides',
  'ui/toasts.tsx': 'emptied by the lock (ui/ knows no bridge)',
};

it('every store of the window is private, emptied by the lock, or named here with a reason', () => {
  const withOwnStore = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .filter((file) => readFileSync(join(renderer, file), 'utf8').includes(`from 'zustand'`));
  expect(withOwnStore.toSorted()).toEqual(Object.keys(publicStores).toSorted());
});
