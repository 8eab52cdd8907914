import type { Hit } from '#shared/contract/values';
import type { Customer, CustomerDraft } from '#shared/customer/model';
import { sortTyped } from '#shared/customer/sort-typed';
import i18next from 'i18next';
import { createPrivate } from '../bridge/private-store.ts';
import { chooseForCards, useBulk } from '../features/bulk-cards/store.ts';
import { closeCustomer, openCustomer, stopEditing, useCustomer } from '../features/customer/store.ts';
import { showFilters, useFilters } from '../features/lookup/filters.ts';
import { startPicking, stopPicking, togglePicked } from '../features/lookup/picking.ts';
import { setQuery, useLookup } from '../features/lookup/store.ts';
import {
  beginRegistration,
  discardRegistration,
  prefillFrom,
  saveRegistration,
  takeCode,
  useRegister,
} from '../features/register/store.ts';
import { lock } from '../features/session/store.ts';
import { useSettings } from '../features/settings/store.ts';
import { useSync } from '../features/sync/store.ts';
import { focusFirstIssue } from '../ui/focus-first-issue.ts';
import { errorLine } from '../ui/error-words.ts';
import { tellDone, tellProblem } from '../ui/toasts.tsx';
import { goTo, showCards, showPane, useNavigation } from './navigation.ts';
import { offerOf } from './service-offer.ts';

/** What a cashier does that touches more than one feature. Features know nothing of each other; these do. */

export function focusSearch(): void {
  goTo('customers');
  // The field may have to be drawn first, when another page was open. Where it is there already nothing waits: a letter
  // typed in between would be selected and overwritten by the next.
  if (!takeSearch()) requestAnimationFrame(takeSearch);
}

function takeSearch(): boolean {
  const input = document.querySelector<HTMLInputElement>('#search');
  input?.focus();
  input?.select();
  return input !== null;
}

export function openByUid(customerUid: string, options?: { askService: boolean }): void {
  showPane('customer');
  void openCustomer(customerUid, options);
}

/** The words that led to the customer opened last. */
const useAnswered = createPrivate(() => ({ query: '' }));

/** Opens a customer; while several are being chosen, chooses it. */
export function openHit(hit: Hit, fromService: boolean): void {
  const { query, picked } = useLookup.getState();
  if (picked) {
    togglePicked(hit);
    return;
  }
  useAnswered.setState({ query });
  showPane('customer');
  void openCustomer(hit.customerUid, { askService: fromService });
}

/** Typing means looking for somebody: a form steps aside, with what was typed in it kept. */
export function returnToLookup(): void {
  const { pane } = useNavigation.getState();
  if (pane === 'register') showPane(useCustomer.getState().openUid ? 'customer' : 'welcome');
  else if (useCustomer.getState().editing) stopEditing(false);
}

/** From the search box: what was typed there, sorted into the fields. Words that found their customer are used up. */
export function register(): void {
  const { query } = useLookup.getState();
  registerTyped(query === useAnswered.getState().query ? '' : query);
}

export function registerTyped(typed: string): void {
  const { settings } = useSettings.getState();
  if (settings) startRegistration(sortTyped(typed, { defaultCountry: settings.defaultCountry }));
}

/** A customer with the card that was scanned: goes on with a registration that was left unfinished. */
export function registerWithCode(code: string, takeOver: boolean): void {
  startRegistration({});
  takeCode(code, takeOver);
}

/** A department of a company: registered with what it shares with the company. */
export function registerDepartment({ customerUid, companyName, vatNumber, countryCode }: Customer): void {
  startRegistration({
    customerType: 'COMPANY',
    customerParentUid: customerUid,
    ...(companyName && { companyName: `${companyName} ` }),
    ...(vatNumber && { vatNumber }),
    ...(countryCode && { countryCode }),
  });
}

export function adopt(found: Customer): void {
  startRegistration(prefillFrom(found));
}

function startRegistration(prefill: Partial<CustomerDraft>): void {
  const { settings } = useSettings.getState();
  if (!settings) return;
  const { types } = offerOf(useSync.getState().status, settings).holds;
  const wanted = prefill.customerType ?? settings.defaultCustomerType;
  // Not every service lets a till register every type.
  const customerType = types.includes(wanted) ? wanted : (types[0] ?? wanted);
  beginRegistration({ ...prefill, customerType }, settings);
  showPane('register');
}

export async function saveNewCustomer(): Promise<void> {
  const { settings } = useSettings.getState();
  if (!settings) return;
  const offer = offerOf(useSync.getState().status, settings);
  const customerUid = await saveRegistration(settings, offer);
  if (customerUid === null) {
    focusFirstIssue();
    return;
  }
  tellDone(i18next.t('register.saved'));
  setQuery('');
  openByUid(customerUid);
  focusSearch();
}

export function discardNewCustomer(): void {
  discardRegistration();
  leaveRegister();
}

export function leaveRegister(): void {
  // A form nobody typed in is not worth keeping.
  if (useRegister.getState().registration?.touched === false) discardRegistration();
  showPane(useCustomer.getState().openUid ? 'customer' : 'welcome');
  focusSearch();
}

export function leaveCustomer(): void {
  closeCustomer();
  showPane('welcome');
  focusSearch();
}

/** To the list, to choose several customers: those chosen before are still chosen. */
export function chooseSeveral(): void {
  const { chosen } = useBulk.getState();
  startPicking(new Map(chosen.map(({ customerUid, displayName }) => [customerUid, displayName])));
  focusSearch();
}

/** Cards for those who were chosen in the list: how many, and on which printer, is asked first. */
export function printPicked(): void {
  const { picked } = useLookup.getState();
  if (picked === null || picked.size === 0) return;
  stopPicking();
  chooseForCards(Array.from(picked, ([customerUid, displayName]) => ({ customerUid, displayName })));
  showCards('many');
}

/** Esc: one step back, wherever one is; what was typed stays. */
export function goBack(): void {
  const { page, pane } = useNavigation.getState();
  if (page !== 'customers') focusSearch();
  else if (useLookup.getState().picked) stopPicking();
  else if (pane === 'register') leaveRegister();
  else if (useFilters.getState().shown) {
    showFilters(false);
    focusSearch();
  } else if (useCustomer.getState().editing) {
    stopEditing(false);
    focusSearch();
  } else if (pane === 'customer') leaveCustomer();
  else focusSearch();
}

/** For whoever goes away, and for a colleague who comes: the lock asks who it is. */
export function lockTill(): void {
  void tellWhy();
}

async function tellWhy(): Promise<void> {
  const failure = await lock();
  if (failure) tellProblem(errorLine(i18next.t, failure));
}
