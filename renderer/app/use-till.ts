import { useEffect } from 'react';
import { useHostState } from '../bridge/host-state.ts';
import { till } from '../bridge/till.ts';
import type { TillEvent } from '#shared/contract/operations';
import type { SyncStatus } from '#shared/contract/values';
import { loadBatches } from '../features/bulk-cards/store.ts';
import { loadJobs } from '../features/card/store.ts';
import { findOwnerAgain } from '../features/codes/store.ts';
import { loadConflicts } from '../features/conflicts/store.ts';
import { refreshCustomer } from '../features/customer/store.ts';
import { loadPairs, setDuplicateStatus } from '../features/duplicates/store.ts';
import { loadHandOverStatus } from '../features/hand-over/store.ts';
import { refreshList } from '../features/lookup/store.ts';
import { loadOutbox } from '../features/outbox/store.ts';
import { loadPrintQueue } from '../features/print-queue/store.ts';
import { loadSession, setLocking, setSession, useSession } from '../features/session/store.ts';
import { loadManaged, loadSettings, setSettings } from '../features/settings/store.ts';
import { forgetSyncErrors, loadSyncStatus, setSyncStatus, useSync } from '../features/sync/store.ts';
import { checkDrafts, keepDrafts } from './keep-drafts.ts';
import { loadLeftDrafts } from './left-drafts.ts';
import { loadUpdateStatus, setUpdateStatus } from '../features/updates/store.ts';
import { useNavigation } from './navigation.ts';

/** Holds the conversation with the core: what there is now, and then what changes. */
export function useTill(): void {
  const host = useHostState((state) => state.state);
  const atTill = useSession(({ session }) => (session?.locked === false ? session.cashier : null));

  useEffect(() => till.subscribe(onEvent), []);
  useEffect(keepDrafts, []);

  // At the start, and after an outage of the till's own program.
  useEffect(() => {
    if (host !== 'ready') return;
    void loadSession();
    void loadSettings();
    void loadManaged();
    void loadSyncStatus();
  }, [host]);

  // Customers only while the till is not locked; anew for another cashier.
  useEffect(() => {
    if (host !== 'ready') return;
    if (atTill === null) {
      forgetSyncErrors();
      return;
    }
    void loadSyncStatus();
    void loadUpdateStatus();
    refreshList();
    refreshCustomer();
    void loadLeftDrafts();
  }, [host, atTill]);
}

/** How often a running pull may refresh what is on the screen. */
const refreshEveryMs = 400;
let refreshTimer: ReturnType<typeof setTimeout> | undefined;
let refreshUids: Set<string> | 'many' = new Set();

/** Whatever else happens while the till is locked is asked for when it is open again. */
const toldWhileLocked: ReadonlySet<TillEvent['type']> = new Set<TillEvent['type']>([
  'session',
  'settings',
  'sync',
]);

function isLocked(): boolean {
  return useSession.getState().session?.locked ?? true;
}

function onEvent(event: TillEvent): void {
  if (isLocked() && !toldWhileLocked.has(event.type)) return;
  switch (event.type) {
    case 'sync':
      if (standingOf(event.status) !== standingOf(useSync.getState().status)) refreshPageSoon();
      setSyncStatus(event.status);
      return;
    case 'session':
      setSession(event.session);
      return;
    case 'locking':
      setLocking(event.inMs);
      return;
    case 'settings':
      setSettings(event.settings);
      return;
    case 'print-jobs':
      void loadJobs();
      refreshCardsSoon();
      return;
    case 'counter':
      void loadHandOverStatus();
      return;
    case 'updates':
      setUpdateStatus(event.status);
      return;
    case 'duplicates':
      setDuplicateStatus(event.status);
      return;
    case 'customers':
      noteChanged(event.customerUids);
  }
}

/** Changes come in bursts during a pull; the screen follows at a pace that leaves the keys free. */
function noteChanged(customerUids: readonly string[] | undefined): void {
  if (!customerUids || refreshUids === 'many') refreshUids = 'many';
  else for (const uid of customerUids) refreshUids.add(uid);
  refreshTimer ??= setTimeout(() => {
    const changed = refreshUids;
    refreshTimer = undefined;
    refreshUids = new Set();
    if (isLocked()) return;
    refreshList();
    refreshCustomer(changed === 'many' ? undefined : [...changed]);
    refreshOpenPage();
    void findOwnerAgain();
    void checkDrafts();
    if (useNavigation.getState().page === 'duplicates') void loadPairs();
  }, refreshEveryMs);
}

/** What tells whether changes and conflicts may have moved, and whether what they wait for is still so. */
function standingOf(status: SyncStatus | null): string {
  const { reach, activity, nextTryAt, pending, parked, conflicts } = status ?? {};
  return JSON.stringify([reach, activity, nextTryAt, pending, parked, conflicts]);
}

let pageTimer: ReturnType<typeof setTimeout> | undefined;

function refreshPageSoon(): void {
  pageTimer ??= setTimeout(() => {
    pageTimer = undefined;
    refreshOpenPage();
  }, refreshEveryMs);
}

let cardsTimer: ReturnType<typeof setTimeout> | undefined;

/** A batch tells of every card; its page follows at a pace that can be read. */
function refreshCardsSoon(): void {
  cardsTimer ??= setTimeout(() => {
    cardsTimer = undefined;
    if (isLocked()) return;
    const { page, cardsSection } = useNavigation.getState();
    if (page !== 'cards') return;
    if (cardsSection === 'queue') void loadPrintQueue();
    if (cardsSection === 'many') void loadBatches();
  }, refreshEveryMs);
}

/** The lists of changes and conflicts follow when they are on the screen. */
function refreshOpenPage(): void {
  if (isLocked()) return;
  const { page } = useNavigation.getState();
  if (page === 'outbox') void loadOutbox();
  if (page === 'conflicts') void loadConflicts();
}
