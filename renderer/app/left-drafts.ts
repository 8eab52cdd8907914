import i18next from 'i18next';
import type { KeptDraft } from '#shared/contract/drafts';
import { createPrivate } from '../bridge/private-store.ts';
import { till } from '../bridge/till.ts';
import { resumeChanges } from '../features/customer/store.ts';
import { resumeRegistration } from '../features/register/store.ts';
import { errorLine } from '../ui/error-words.ts';
import { tellProblem } from '../ui/toasts.tsx';
import { openByUid } from './actions.ts';
import { showPane } from './navigation.ts';
import { typedForms } from './typed-forms.ts';

/** Forms of the cashier at the till that no window has any more: it crashed, or the till or the computer did. */
export const useLeftDrafts = createPrivate<{ readonly left: readonly KeptDraft[] }>(() => ({ left: [] }));

/** Asks the core what was left; what this window still has is not among it. */
export async function loadLeftDrafts(): Promise<void> {
  const answer = await till.drafts.list({});
  if (!answer.ok) return;
  const here = new Set(typedForms().map(({ customerUid }) => customerUid));
  useLeftDrafts.setState({ left: answer.drafts.filter(({ draft }) => !here.has(draft.customerUid)) });
}

/** What was left stays only while the core keeps it. Nothing is added: what came since is some window's own. */
export function dropLeftBut(keptUids: ReadonlySet<string>): void {
  useLeftDrafts.setState(({ left }) => ({
    left: left.filter(({ draft }) => keptUids.has(draft.customerUid)),
  }));
}

export function putAway(customerUid: string): void {
  useLeftDrafts.setState(({ left }) => ({
    left: left.filter(({ draft }) => draft.customerUid !== customerUid),
  }));
}

/** The form is there again as it was left. */
export function goOnWith({ draft }: KeptDraft): void {
  if (draft.kind === 'registration') {
    resumeRegistration(draft);
    showPane('register');
  } else {
    resumeChanges(draft);
    openByUid(draft.customerUid);
  }
  putAway(draft.customerUid);
}

export async function discardLeft({ draft: { customerUid } }: KeptDraft): Promise<void> {
  const answer = await till.drafts.discard({ customerUid });
  if (answer.ok) putAway(customerUid);
  else tellProblem(errorLine(i18next.t, answer.error));
}
