import type { FieldIssue, TillError } from '#shared/contract/errors';
import type { Holdings } from '#shared/customer/holdings';
import type { CustomerDraft, CustomerType } from '#shared/customer/model';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';
import { createLatestAsker } from '../../bridge/ask-latest.ts';
import { furtherFields, mainFields, type FieldPlace } from '../../customer-form/customer-fields.tsx';
import {
  buildChanges,
  buildDraft,
  findUnreadable,
  pathsOf,
  readFieldValues,
  roomForAll,
  withRoom,
  type FieldName,
  type FieldValues,
} from '../../customer-form/fields.ts';
import { resend, retry, type ChangeDetails } from './store.ts';

/** A refused change being put right; only what was typed is kept. */
export interface Correction {
  readonly typed: FieldValues;
  /** The service shall not hear of the consents that were answered. */
  readonly withoutConsents: boolean;
  readonly left: readonly FieldName[];
  readonly submitted: boolean;
  readonly issues: readonly FieldIssue[];
  readonly normalized: Readonly<Record<string, string>>;
  /** What is wrong beyond the fields. */
  readonly error: TillError | null;
}

interface CorrectionsState {
  /** By mutation: looking at another change, or leaving the page, loses none. */
  readonly corrections: Readonly<Record<string, Correction>>;
}

export const useCorrections = createPrivate<CorrectionsState>(() => ({ corrections: {} }), {
  keep: (state) => state,
  isUnsaved: ({ corrections }) => Object.values(corrections ?? {}).some(isTyped),
});

const begun: Correction = {
  typed: {},
  withoutConsents: false,
  left: [],
  submitted: false,
  issues: [],
  normalized: {},
  error: null,
};
const checker = createLatestAsker(120);

export function beginCorrection(mutationId: string): void {
  change(mutationId, {});
}

export function dropCorrection(mutationId: string): void {
  checker.cancel();
  useCorrections.setState(({ corrections }) => {
    const { [mutationId]: _dropped, ...others } = corrections;
    return { corrections: others };
  });
}

function change(mutationId: string, now: Partial<Correction>): void {
  useCorrections.setState(({ corrections }) => ({
    corrections: { ...corrections, [mutationId]: { ...begun, ...corrections[mutationId], ...now } },
  }));
}

/** Whether something was typed that would be lost with the window. */
export function hasCorrections(): boolean {
  const { corrections } = useCorrections.getState();
  return Object.values(corrections).some(isTyped);
}

function isTyped({ typed, withoutConsents }: Correction): boolean {
  return Object.keys(typed).length > 0 || withoutConsents;
}

/** What the change holds, as a form begins with it. */
export function carriedValues({ payload }: ChangeDetails): FieldValues {
  return readFieldValues(payload);
}

/** The consents a registration carries, and how they were answered; they can be left out, not changed. */
export function carriedConsents({ payload }: ChangeDetails): NonNullable<CustomerDraft['consents']> {
  return (payload as Partial<CustomerDraft>).consents ?? [];
}

export function sendConsents(mutationId: string, send: boolean): void {
  change(mutationId, { withoutConsents: !send });
}

/** The customer's type as far as the change tells. */
export function carriedType({ payload, before }: ChangeDetails): CustomerType | undefined {
  const type = payload['customerType'] ?? before['customerType'];
  return roomForAll.types.find((known) => known === type);
}

/**
 * The field the service's refusal is about, when its words begin with the
 * field's name, as "email: …" do.
 */
export function refusedField({ mutation: { error } }: ChangeDetails): FieldIssue | undefined {
  const [, named = '', message = ''] = /^([\w.]+):\s+(.+)$/su.exec(error?.message ?? '') ?? [];
  const [field] = pathsOf(named);
  return error?.issues?.[0] ?? (field && { field, code: 'service', message });
}

/**
 * The fields to put right: all that a registration asks for and the service has
 * room for, or those the change is about.
 */
export function fieldsToCorrect(details: ChangeDetails, holds: Holdings): readonly FieldPlace[] {
  const carried = new Set(Object.keys(details.payload).flatMap((field) => pathsOf(field)));
  const type = carriedType(details) ?? 'PERSON';
  const main = mainFields(type);
  const known = [...main, ...furtherFields(type), ...mainFields('COMPANY'), ...mainFields('PERSON')];
  const asked = details.mutation.kind === 'create' ? withRoom(main, holds.fields[type]) : [];
  const wanted = new Set(asked.map(([name]) => name));
  const seen = new Set<FieldName>();
  return known.filter(([name]) => {
    const shown = (carried.has(name) || wanted.has(name)) && !seen.has(name);
    seen.add(name);
    return shown;
  });
}

export function typeCorrection(details: ChangeDetails, name: FieldName, text: string): void {
  const { mutationId } = details.mutation;
  const typed = { ...correctionOf(mutationId).typed, [name]: text };
  // Typed back to what it was: not a correction.
  if ((carriedValues(details)[name] ?? '') === text) delete typed[name];
  change(mutationId, { typed });
  const draft = buildDraft(carriedType(details) ?? 'PERSON', { ...carriedValues(details), ...typed });
  checker.ask(
    () => till.customers.check({ draft }),
    (answer) => {
      if (!answer.ok) return;
      const isTyped = ([field]: [string, unknown]) => Object.hasOwn(typed, field);
      change(mutationId, {
        issues: [
          ...findUnreadable(typed),
          ...answer.issues.filter(({ field }) => Object.hasOwn(typed, field)),
        ],
        normalized: Object.fromEntries(Object.entries(answer.normalized).filter(isTyped)),
      });
    },
  );
}

export function leaveCorrected(mutationId: string, name: FieldName): void {
  const { left } = correctionOf(mutationId);
  if (!left.includes(name)) change(mutationId, { left: [...left, name] });
}

function correctionOf(mutationId: string): Correction {
  return useCorrections.getState().corrections[mutationId] ?? begun;
}

/** Sends the change again as it is now. Answers whether it is on its way. */
export async function resendCorrected(details: ChangeDetails): Promise<boolean> {
  const { mutationId } = details.mutation;
  const { typed, withoutConsents } = correctionOf(mutationId);
  const leaveOut = [...emptiedFields(details, typed), ...(withoutConsents ? ['consents'] : [])];
  checker.cancel();
  const unreadable = findUnreadable(typed);
  change(mutationId, { submitted: true, error: null, issues: unreadable });
  if (unreadable.length > 0) return false;
  const failure = await (Object.keys(typed).length + leaveOut.length === 0
    ? retry(mutationId)
    : resendWithout(mutationId, typed, leaveOut));
  if (failure === null) {
    dropCorrection(mutationId);
    return true;
  }
  const issues = failure.issues ?? [];
  change(mutationId, { issues, error: issues.length > 0 ? null : failure });
  return false;
}

/**
 * Fields of the contract that were emptied and cannot be cleared by an empty
 * value: those of somebody who is not registered yet, and the store.
 */
function emptiedFields({ mutation: { kind }, payload }: ChangeDetails, typed: FieldValues): string[] {
  const shown = { ...readFieldValues(payload), ...typed };
  const heads = new Set(Object.keys(typed).map((name) => name.split('.')[0] ?? name));
  return [...heads].filter(
    (head) =>
      (kind === 'create' || head === 'defaultStoreUid') &&
      pathsOf(head).every((name) => (shown[name] ?? '').trim() === ''),
  );
}

function resendWithout(
  mutationId: string,
  typed: FieldValues,
  leaveOut: string[],
): Promise<TillError | null> {
  const kept = Object.entries(typed).filter(([name]) => !leaveOut.includes(name.split('.')[0] ?? name));
  return resend(mutationId, buildChanges(Object.fromEntries(kept)), leaveOut);
}
