import i18next from 'i18next';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import type { CodeMeaning } from '#shared/contract/values';
import {
  closeCodeDialog,
  findCode,
  showKnown,
  showReplaced,
  showSeveral,
  showUnknown,
  useCodes,
  type KnownCustomer,
} from '../features/codes/store.ts';
import { hasChanges, useCustomer } from '../features/customer/store.ts';
import { hasCorrections } from '../features/outbox/corrections.ts';
import { takeCode, useRegister } from '../features/register/store.ts';
import { useSync } from '../features/sync/store.ts';
import { displayName } from '../ui/display-name.ts';
import { errorLine } from '../ui/error-words.ts';
import { tellDone, tellProblem } from '../ui/toasts.tsx';
import { openByUid } from './actions.ts';
import { useNavigation } from './navigation.ts';

/**
 * What a scan does, wherever the cashier is: somebody's card opens them, and
 * anything else is said in a dialog. What is half done is never left without a
 * question, and never lost.
 *
 * @param options.onUnknown instead of the dialog, for a code nobody has
 */
export async function handleScan(code: string, options: { onUnknown?: () => void } = {}): Promise<void> {
  const found = await findCode(code);
  if (found === null) return;
  if (!found.ok) {
    // A locked till says so itself.
    if (found.error.code !== 'session.locked') tellProblem(errorLine(i18next.t, found.error));
    return;
  }
  const { meaning } = found;
  if (meaning.outcome === 'unknown' && options.onUnknown) options.onUnknown();
  else actOn(meaning);
}

function actOn(meaning: CodeMeaning): void {
  switch (meaning.outcome) {
    case 'customer':
      openOrAsk(meaning.customer, meaning.foundBy);
      break;
    case 'replaced':
      showReplaced(meaning);
      break;
    case 'several':
      showSeveral(meaning.code, meaning.customers);
      break;
    case 'unknown':
      if (isRegistering() && !isBehindDialog()) putIntoForm(meaning);
      else showUnknown(meaning, { openCustomer: customerOnScreen(), canAskService: canAskService() });
  }
}

function openOrAsk(
  customer: KnownCustomer,
  foundBy: Extract<CodeMeaning, { outcome: 'customer' }>['foundBy'],
): void {
  if (isBehindDialog() || isRegistering() || unsavedOnScreen() !== null) {
    showKnown(customer);
    return;
  }
  openScanned(customer.customerUid);
  // Not by what is on the card: worth a word.
  if (foundBy !== 'loyaltyId' && foundBy !== 'customerUid')
    tellDone(i18next.t('codes.foundBy', { field: i18next.t(`fields.${foundBy}`) }));
}

/** Opens a customer over whatever dialog stands in the way; who scanned has been asked. */
export function openScanned(customerUid: string, options?: { askService: boolean }): void {
  closeOtherDialogs();
  openByUid(customerUid, options);
}

/** During a registration a card that is nobody's is the new customer's. */
function putIntoForm({ code, refusal }: Extract<CodeMeaning, { outcome: 'unknown' }>): void {
  if (refusal !== null) {
    closeCodeDialog();
    tellProblem(i18next.t(`codes.refusal.${refusal}`));
    return;
  }
  closeCodeDialog();
  takeCode(code, false);
  tellDone(i18next.t('codes.inForm', { code: displayLoyaltyId(code) }));
}

/** A new customer's form is on the screen. */
export function isRegistering(): boolean {
  const { page, pane } = useNavigation.getState();
  return page === 'customers' && pane === 'register' && useRegister.getState().registration !== null;
}

/** What is typed on this very screen and not saved. All of it is kept when another customer is opened. */
export function unsavedOnScreen(): 'registration' | 'edit' | 'other' | null {
  const { page, pane } = useNavigation.getState();
  if (isRegistering()) return useRegister.getState().registration?.touched === true ? 'registration' : null;
  const { openUid, drafts, editing } = useCustomer.getState();
  if (page === 'customers') {
    return pane === 'customer' && editing && openUid && hasChanges(drafts[openUid]) ? 'edit' : null;
  }
  return page === 'outbox' && hasCorrections() ? 'other' : null;
}

/** A dialog other than those of a scan is open: a question was asked, and is not answered yet. */
function isBehindDialog(): boolean {
  return openDialogs().length > (useCodes.getState().dialog === null ? 0 : 1);
}

function openDialogs(): HTMLDialogElement[] {
  return [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')];
}

/** As Esc would. */
function closeOtherDialogs(): void {
  for (const dialog of openDialogs().toReversed()) {
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
  }
}

export function customerOnScreen(): KnownCustomer | null {
  const { page, pane } = useNavigation.getState();
  const { view } = useCustomer.getState();
  if (page !== 'customers' || pane !== 'customer' || !view) return null;
  const { customer, state } = view;
  const { customerUid, customerType, companyName, address, postalCode, city, mobile, email, loyaltyId } =
    customer;
  const shown = {
    customerUid,
    customerType,
    companyName,
    address,
    postalCode,
    city,
    mobile,
    email,
    loyaltyId,
  };
  return { ...shown, state, displayName: displayName(customer) };
}

function canAskService(): boolean {
  return useSync.getState().status?.reach === 'online';
}
