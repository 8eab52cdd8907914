import { useEffect } from 'react';
import i18next from 'i18next';
import type { OperationOutput } from '#shared/contract/operations';
import { till } from '../bridge/till.ts';
import { useCustomer } from '../features/customer/store.ts';
import { setQuery } from '../features/lookup/store.ts';
import { tellProblem } from '../ui/toasts.tsx';
import { focusSearch, registerTyped } from './actions.ts';
import { keepOutOfSale } from './hand-over.ts';
import { handleScan, isRegistering, unsavedOnScreen } from './handle-scan.ts';

/**
 * Follows `tillbook://` links of other programs. A link shows something, and nothing else: it saves nothing, hands
 * nobody over to the sale, and takes nobody away from what they are in the middle of.
 *
 * @param open somebody is at the till, who sees what a link shows
 */
export function useLinks(open: boolean): void {
  useEffect(() => {
    if (!open) return undefined;
    void takeLink();
    return till.subscribe((event) => {
      if (event.type === 'link') void takeLink();
    });
  }, [open]);
}

async function takeLink(): Promise<void> {
  const answer = await till.links.take({});
  if (answer.ok && answer.link !== null) await follow(answer.link);
}

async function follow({ to, text }: NonNullable<OperationOutput<'links.take'>['link']>): Promise<void> {
  if (to === 'customer') {
    await showCustomer(text);
    return;
  }
  if (unsavedOnScreen() !== null || document.querySelector('dialog[open]') !== null) {
    tellProblem(i18next.t('links.busy'));
    return;
  }
  if (to === 'register') {
    registerTyped(text);
    return;
  }
  focusSearch();
  setQuery(text);
}

/** As if their card had been scanned, which asks before it leaves something half done; nobody's number stays out of a form. */
async function showCustomer(id: string): Promise<void> {
  const before = useCustomer.getState().openUid;
  await handleScan(id, isRegistering() ? { onUnknown: () => tellNobody(id) } : {});
  const { openUid } = useCustomer.getState();
  if (openUid !== null && openUid !== before) keepOutOfSale(openUid);
}

function tellNobody(id: string): void {
  tellProblem(i18next.t('links.nobody', { text: id }));
}
