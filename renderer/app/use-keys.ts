import { useLayoutEffect } from 'react';
import { showCard } from '../features/card/store.ts';
import { startEditing, useCustomer } from '../features/customer/store.ts';
import { showFilters, useFilters } from '../features/lookup/filters.ts';
import { pickAllListed } from '../features/lookup/picking.ts';
import { searchBeyond } from '../features/lookup/store.ts';
import { handOverKey } from '../features/hand-over/key.ts';
import { askRegistry, useRegister } from '../features/register/store.ts';
import { useSync } from '../features/sync/store.ts';
import { chooseSeveral, focusSearch, goBack, lockTill, openByUid, printPicked, register } from './actions.ts';
import { handOverOpen } from './hand-over.ts';
import { goTo, showKeys, useNavigation } from './navigation.ts';

/** Keys that work everywhere in the window. None of them can be part of what somebody types. */
const keys: Readonly<Record<string, () => void>> = {
  F1: () => showKeys(true),
  F2: register,
  F3: () => {
    if (showsCustomer()) startEditing();
  },
  F4: () => {
    if (showsCustomer() && useCustomer.getState().view) showCard(true);
  },
  F6: () => goTo('cards'),
  F7: () => goTo('duplicates'),
  F8: () => goTo('outbox'),
  F9: () => goTo('sync'),
  [handOverKey]: () => {
    if (showsCustomer()) void handOverOpen('asked');
  },
  'Ctrl+k': focusSearch,
  'Alt+l': lockTill,
  'Ctrl+Enter': submitForm,
  'Alt+s': () => void searchBeyond('service'),
  'Alt+r': askForMore,
  'Alt+f': filterList,
  'Alt+o': openFirstDuplicate,
  'Alt+m': chooseSeveral,
  'Alt+a': pickAllListed,
  'Alt+p': printPicked,
  Escape: goBack,
};

/** The registry: for the company on the form, else for what was searched. */
function askForMore(): void {
  if (!useSync.getState().status?.capabilities.includes('search-external')) return;
  const { page, pane } = useNavigation.getState();
  if (page === 'customers' && pane === 'register') void askRegistry();
  else void searchBeyond('registry');
}

function showsCustomer(): boolean {
  const { page, pane } = useNavigation.getState();
  return page === 'customers' && pane === 'customer' && !useCustomer.getState().editing;
}

function filterList(): void {
  const { page, pane } = useNavigation.getState();
  if (page !== 'customers' || pane === 'register') return;
  const { shown } = useFilters.getState();
  showFilters(!shown);
  if (shown) focusSearch();
}

function submitForm(): void {
  const form =
    document.activeElement?.closest('form') ?? document.querySelector<HTMLFormElement>('main form');
  form?.requestSubmit();
}

function openFirstDuplicate(): void {
  const [duplicate] = useRegister.getState().duplicates;
  if (duplicate && useNavigation.getState().pane === 'register') openByUid(duplicate.customerUid);
}

/** Listens for the window's keys, and sends what is typed outside of every field into the search box. */
export function useKeys(active: boolean): void {
  // Before it is painted: whoever sees the window can use its keys.
  useLayoutEffect(() => {
    if (!active) return undefined;
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [active]);
}

function onKeyDown(event: KeyboardEvent): void {
  // A dialog has the window to itself.
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
  const modifiers = `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}`;
  const name = event.key.length === 1 && modifiers !== '' ? event.key.toLowerCase() : event.key;
  const action = keys[modifiers + name];
  if (action) {
    event.preventDefault();
    action();
  } else if (modifiers === '' && event.key.length === 1) {
    onCharacter(event);
  }
}

function onCharacter(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const isSearch = target.id === 'search';
  const isField = target.matches('input:not([type=checkbox], [type=radio]), textarea, select');
  if (event.key === '?' && (!isField || (isSearch && (target as HTMLInputElement).value === ''))) {
    event.preventDefault();
    showKeys(true);
  } else if (isField) {
    return;
  } else if (event.key === '/') {
    event.preventDefault();
    focusSearch();
  } else if (event.key !== ' ' && isLookingUp()) {
    // A scanner types wherever the focus is: its characters belong into the search box.
    document.querySelector<HTMLInputElement>('#search')?.focus();
  }
}

function isLookingUp(): boolean {
  const { page, pane } = useNavigation.getState();
  return page === 'customers' && pane !== 'register' && !useCustomer.getState().editing;
}
