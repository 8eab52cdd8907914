import { useEffect } from 'react';
import i18next from 'i18next';
import { waysInUse } from '#shared/hand-over/settings';
import { useCustomer } from '../features/customer/store.ts';
import { outcomeWords } from '../features/hand-over/outcome-words.ts';
import { handOver } from '../features/hand-over/store.ts';
import { useSettings } from '../features/settings/store.ts';
import { errorLine } from '../ui/error-words.ts';
import { tellDone, tellProblem } from '../ui/toasts.tsx';

/** Whether any way into the sale is on for the occasion. */
function isHandOverOn(occasion: 'asked' | 'opened'): boolean {
  const { settings } = useSettings.getState();
  return settings !== null && waysInUse(settings.handOver, occasion).length > 0;
}

/** Hands the open customer over, and says what became of it. */
export async function handOverOpen(occasion: 'asked' | 'opened'): Promise<void> {
  const customer = useCustomer.getState().view?.customer;
  if (!customer || !isHandOverOn(occasion)) return;
  const outcomes = await handOver(customer.customerUid, occasion);
  if ('code' in outcomes) {
    tellProblem(errorLine(i18next.t, outcomes));
    return;
  }
  const { done, failed } = outcomeWords(i18next.t, outcomes);
  if (done !== undefined) tellDone(done);
  for (const words of failed) tellProblem(words);
}

/** Whom another program opened: nobody at the till has asked for them to go into the sale. */
let keptOutUid: string | undefined;

/** The customer goes into the sale when the cashier says so, and not by being opened. */
export function keepOutOfSale(customerUid: string): void {
  keptOutUid = customerUid;
}

/** Where the shop wants that: whoever is opened goes into the sale at once, one time each opening. */
export function useHandOverOnOpening(): void {
  useEffect(
    () =>
      useCustomer.subscribe(({ view }, before) => {
        const openedUid = view?.customer.customerUid;
        if (openedUid === undefined || openedUid === before.view?.customer.customerUid) return;
        const isKeptOut = openedUid === keptOutUid;
        keptOutUid = undefined;
        if (!isKeptOut) void handOverOpen('opened');
      }),
    [],
  );
}
