import type { Draft } from '#shared/contract/drafts';
import { forgetTypedOf } from '../bridge/private-store.ts';
import { till } from '../bridge/till.ts';
import { changesTyped, useCustomer } from '../features/customer/store.ts';
import { useRegister } from '../features/register/store.ts';
import { useSession } from '../features/session/store.ts';
import { dropLeftBut, putAway, useLeftDrafts } from './left-drafts.ts';
import { typedForms } from './typed-forms.ts';

/** A crash loses at most what was typed in this time; behind the key strokes, not in their way. */
const keepEveryMs = 500;

let timer: ReturnType<typeof setTimeout> | undefined;
/** What the core keeps of whoever is at the till, as far as this window has told it: by customer. */
let kept: { readonly cashier: string; readonly drafts: Map<string, string> } | null = null;
/** Whose forms were typed and not saved when they were looked at last. */
let typed: ReadonlySet<string> = new Set();

/** From now on the core keeps what is typed and not saved. @returns ends it */
export function keepDrafts(): () => void {
  typed = typedUids();
  const ends = [
    useRegister.subscribe((now, before) => {
      if (now.registration === before.registration && now.saving === before.saving) return;
      follow({ emptied: now === useRegister.getInitialState() });
    }),
    useCustomer.subscribe((now, before) => {
      if (now.drafts === before.drafts && now.saving === before.saving) return;
      const saved = now.takeBack === before.takeBack ? undefined : now.takeBack?.customerUid;
      follow({ emptied: now === useCustomer.getInitialState(), saved });
    }),
    // Nothing of anybody stays in a locked window.
    useSession.subscribe(({ session }) => {
      if (session?.locked !== false || session.cashier !== kept?.cashier) kept = null;
    }),
  ];
  return () => {
    for (const end of ends) end();
    clearTimeout(timer);
    timer = undefined;
  };
}

/** Customers changed: what was left of one that is gone is not offered any more, and what is typed of one goes too. */
export async function checkDrafts(): Promise<void> {
  if (typed.size === 0 && useLeftDrafts.getState().left.length === 0) return;
  const answer = await till.drafts.list({});
  if (!answer.ok) return;
  const keptUids = new Set(answer.drafts.map(({ draft }) => draft.customerUid));
  dropLeftBut(keptUids);
  // Kept again: the answer to that tells whether the customer is gone. Registrations wait for the next key: an erasure
  // has thrown them away because they may be about the one who was erased.
  const missing = changesTyped().filter(({ customerUid }) => !keptUids.has(customerUid));
  for (const { customerUid } of missing) kept?.drafts.delete(customerUid);
  if (missing.length > 0) keepSoon();
}

function typedUids(): Set<string> {
  return new Set(typedForms().map(({ customerUid }) => customerUid));
}

interface FormsChanged {
  /** The cashier has left, and finds their forms when they come back: none of them is over. */
  readonly emptied: boolean;
  /** The customer whose changes are saved. */
  readonly saved?: string | undefined;
}

/** What is typed is kept soon; what is over is given up at once, before a lock or the end of the window. */
function follow({ emptied, saved }: FormsChanged): void {
  const now = typedUids();
  const over = emptied ? [] : [...typed].filter((customerUid) => !now.has(customerUid));
  typed = now;
  if (saved !== undefined) putAway(saved);
  for (const customerUid of over) giveUp(customerUid);
  keepSoon();
}

/** What a crash had left of the same customer, and nobody has decided about, takes the place of what was given up. */
function giveUp(customerUid: string): void {
  kept?.drafts.delete(customerUid);
  const left = useLeftDrafts.getState().left.find(({ draft }) => draft.customerUid === customerUid);
  void (left ? till.drafts.keep({ draft: left.draft }) : till.drafts.discard({ customerUid }));
}

function keepSoon(): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    keepNow();
  }, keepEveryMs);
}

function keepNow(): void {
  const { session } = useSession.getState();
  if (session?.locked !== false) return;
  // What is being saved is about to be over; when it was not saved, it is looked at again.
  if (useRegister.getState().saving || useCustomer.getState().saving) return;
  kept ??= { cashier: session.cashier, drafts: new Map() };
  const { drafts } = kept;
  for (const draft of typedForms()) {
    const text = JSON.stringify(draft);
    if (drafts.get(draft.customerUid) === text) continue;
    drafts.set(draft.customerUid, text);
    void keep(draft, drafts);
  }
}

/** A till that cannot keep it (a full disk, say) tells of that when something is saved; the next key tries again. */
async function keep(draft: Draft, drafts: Map<string, string>): Promise<void> {
  const answer = await till.drafts.keep({ draft });
  if (!answer.ok) drafts.delete(draft.customerUid);
  else if (!answer.kept && draft.kind === 'change') forgetTypedOf(draft.customerUid);
}
