import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Session } from '#shared/contract/values';
import {
  createPrivate,
  followSession,
  forgetTypedOf,
  hasUnsaved,
} from '../../renderer/bridge/private-store.ts';

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

it('what a cashier typed of a customer who is gone leaves the window while they are away, too', () => {
  interface Typed {
    readonly typed: Readonly<Record<string, string>>;
  }
  const store = createPrivate<Typed>(() => ({ typed: {} }), {
    keep: (state) => state,
    isUnsaved: ({ typed = {} }) => Object.keys(typed).length > 0,
    forget: ({ typed = {} }, gone) => ({
      typed: Object.fromEntries(Object.entries(typed).filter(([customerUid]) => customerUid !== gone)),
    }),
  });
  const cashiers = ['Ingrid', 'Ola'].map((name) => ({ name, role: 'manager' as const }));
  const ingrid: Session = { cashier: 'Ingrid', role: 'manager', cashiers, locked: false, language: null };
  followSession(ingrid);
  store.setState({ typed: { 'c-1': 'Laila', 'c-2': 'Synne' } });
  followSession({ ...ingrid, cashier: 'Ola' });
  expect(store.getState().typed).toEqual({});
  forgetTypedOf('c-1');
  expect(hasUnsaved()).toBe(true);
  followSession(ingrid);
  expect(store.getState().typed).toEqual({ 'c-2': 'Synne' });
  followSession({ ...ingrid, cashier: 'Ola' });
  forgetTypedOf('c-2');
  expect(hasUnsaved()).toBe(false);
});
