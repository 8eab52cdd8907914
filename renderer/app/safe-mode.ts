import { useEffect, useState } from 'react';
import i18next from 'i18next';
import type { SafeModeReason } from '#shared/contract/host-program';
import { till } from '../bridge/till.ts';
import { errorLine } from '../ui/error-words.ts';
import { tellDone, tellProblem } from '../ui/toasts.tsx';

/** Why the till runs in safe mode; null while it does not, or while nobody is at it. */
export function useSafeMode(open: boolean): SafeModeReason | null {
  const [reason, setReason] = useState<SafeModeReason | null>(null);
  useEffect(() => {
    if (!open) return undefined;
    let isShown = true;
    const ask = async () => {
      const answer = await till.host.status({});
      if (isShown && answer.ok) setReason(answer.safeMode);
    };
    void ask();
    return () => {
      isShown = false;
    };
  }, [open]);
  return open ? reason : null;
}

/** The till opens its data anew, and this window with it. */
export async function startNormally(): Promise<void> {
  const answer = await till.host.startNormally({});
  if (!answer.ok) tellProblem(errorLine(i18next.t, answer.error));
}

export async function restoreBackup(): Promise<void> {
  const answer = await till.host.restoreBackup({});
  if (!answer.ok) tellProblem(errorLine(i18next.t, answer.error));
}

let failedBefore = new URLSearchParams(location.search).has('again');

/** The window failed and is here again: said once, to whoever is at the till. */
export function useSaidAgain(open: boolean): void {
  useEffect(() => {
    if (!open || !failedBefore) return;
    failedBefore = false;
    history.replaceState(null, '', '/');
    tellDone(i18next.t('safeMode.again'));
  }, [open]);
}
