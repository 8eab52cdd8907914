import type { Draft } from '#shared/contract/drafts';
import { till } from '../bridge/till.ts';
import { changesTyped, useCustomer } from '../features/customer/store.ts';
import { registrationTyped, useRegister } from '../features/register/store.ts';
import { useSession } from '../features/session/store.ts';

/** A crash loses at most what was typed in this time; behind the key strokes, not in their way. */
const keepEveryMs = 500;

let timer: ReturnType<typeof setTimeout> | undefined;
/** What the core keeps of whoever is at the till, as far as this window has told it: by customer. */
let kept: { readonly cashier: string; readonly drafts: Map<string, string> } | null = null;

/** From now on the core keeps what is typed and not saved. @returns ends it */
export function keepDrafts(): () => void {
  const ends = [
    useRegister.subscribe((now, before) => {
      if (now.registration !== before.registration || now.saving !== before.saving) keepSoon();
    }),
    useCustomer.subscribe((now, before) => {
      if (now.drafts !== before.drafts || now.saving !== before.saving) keepSoon();
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

/** Forms that are not saved, of whoever is at the till. */
export function typedNow(): Draft[] {
  const registration = registrationTyped();
  return [...(registration === null ? [] : [registration]), ...changesTyped()];
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
  const now = new Map(typedNow().map((draft) => [draft.customerUid, draft]));
  for (const [customerUid, draft] of now) {
    const text = JSON.stringify(draft);
    if (drafts.get(customerUid) === text) continue;
    drafts.set(customerUid, text);
    void keep(draft, drafts);
  }
  for (const customerUid of drafts.keys()) {
    if (now.has(customerUid)) continue;
    drafts.delete(customerUid);
    void till.drafts.discard({ customerUid });
  }
}

/** A till that cannot keep it (a full disk, say) tells of that when something is saved; the next key tries again. */
async function keep(draft: Draft, drafts: Map<string, string>): Promise<void> {
  const answer = await till.drafts.keep({ draft });
  if (!answer.ok) drafts.delete(draft.customerUid);
}
