import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Session } from '#shared/contract/values';

/** What of a store is a cashier's own work: kept in the window's memory for them alone while the till is locked. */
interface Drafts<State> {
  readonly keep: (state: State) => Partial<State>;
  /** Whether closing the window would lose something typed. */
  readonly isUnsaved?: (state: Partial<State>) => boolean;
  /** What changes when a customer is gone: nothing typed of them stays. */
  readonly forget?: (state: Partial<State>, customerUid: string) => Partial<State>;
}

interface PrivateStore {
  readonly leave: (cashier: string) => void;
  readonly enter: (cashier: string) => void;
  readonly hasUnsaved: () => boolean;
  readonly forget: (customerUid: string) => void;
}

const stores: PrivateStore[] = [];
const unsavedListeners = new Set<(unsaved: boolean) => void>();
let wasUnsaved = false;
let present: { readonly cashier: string; readonly locked: boolean; readonly hasCashiers: boolean } | null =
  null;

/**
 * A store of what a locked till must not show, and of what is nobody's business but the cashier's at the till. It is
 * empty while the till is locked, and stays so: an answer that comes late does not get in. A cashier who comes back
 * finds their drafts.
 */
export function createPrivate<State extends object>(
  initial: () => State,
  drafts: Drafts<State> = { keep: () => ({}) },
): UseBoundStore<StoreApi<State>> {
  const store = create<State>(initial);
  const kept = new Map<string, Partial<State>>();
  if (drafts.isUnsaved) store.subscribe(tellUnsaved);
  const empty = () => store.setState(store.getInitialState(), true);
  store.subscribe((state) => {
    if (present?.locked && state !== store.getInitialState()) empty();
  });
  stores.push({
    leave(cashier) {
      kept.set(cashier, drafts.keep(store.getState()));
      empty();
    },
    enter(cashier) {
      const own = kept.get(cashier);
      kept.delete(cashier);
      if (own) store.setState(own);
    },
    hasUnsaved: () => [store.getState(), ...kept.values()].some((state) => drafts.isUnsaved?.(state)),
    forget(customerUid) {
      const { forget } = drafts;
      if (!forget) return;
      for (const [cashier, own] of kept) kept.set(cashier, { ...own, ...forget(own, customerUid) });
      store.setState((state) => forget(state, customerUid));
    },
  });
  return store;
}

/** Empties every private store when the till is locked or another cashier comes, and gives back to those who return. */
export function followSession({ cashier, locked, cashiers }: Session): void {
  const before = present;
  const now = { cashier, locked, hasCashiers: cashiers.length > 0 };
  // A till that gets its first cashier, or loses its last, is still with whoever stands there.
  const isAnother = cashier !== before?.cashier && now.hasCashiers && (before?.hasCashiers ?? true);
  if (before && !before.locked && (locked || isAnother))
    for (const store of stores) store.leave(before.cashier);
  present = now;
  if (!locked && (before === null || before.locked || isAnother))
    for (const store of stores) store.enter(cashier);
}

/** A customer is gone: what any cashier has typed of them and not saved goes out of the window's memory. */
export function forgetTypedOf(customerUid: string): void {
  for (const store of stores) store.forget(customerUid);
}

/** Told whenever the answer of {@link hasUnsaved} changes. @returns a function that stops that */
export function onUnsavedChange(listener: (unsaved: boolean) => void): () => void {
  unsavedListeners.add(listener);
  return () => unsavedListeners.delete(listener);
}

function tellUnsaved(): void {
  const isUnsaved = hasUnsaved();
  if (isUnsaved === wasUnsaved) return;
  wasUnsaved = isUnsaved;
  for (const listener of unsavedListeners) listener(isUnsaved);
}

/** Whether somebody has typed something, anywhere in the window, that is not saved. */
export function hasUnsaved(): boolean {
  return stores.some((store) => store.hasUnsaved());
}
