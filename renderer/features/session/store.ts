import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { Language } from '#shared/contract/languages';
import type { OperationName } from '#shared/contract/operation-names';
import type { Role } from '#shared/contract/permissions';
import type { OperationAnswer } from '#shared/contract/operations';
import type { Session } from '#shared/contract/values';
import { followSession } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';

interface SessionState {
  readonly session: Session | null;
  readonly error: TillError | null;
  readonly unlocking: boolean;
  /** Chosen at the lock screen, for a cashier who has chosen none before. */
  readonly languageAtLock: Language | null;
  /** When the till locks itself unless somebody touches it, by the clock that never jumps. */
  readonly locksAtMs: number | null;
  /** Until when nobody may try a PIN of the cashier who was tried last, by the same clock. */
  readonly pausedUntilMs: number | null;
}

export const useSession = create<SessionState>(() => ({
  session: null,
  error: null,
  unlocking: false,
  languageAtLock: null,
  locksAtMs: null,
  pausedUntilMs: null,
}));

export function setSession(session: Session): void {
  followSession(session);
  useSession.setState({ session, locksAtMs: null });
}

/** The core's warning that it is about to lock the till; null: it is not any more. */
export function setLocking(inMs: number | null): void {
  useSession.setState({ locksAtMs: inMs === null ? null : performance.now() + inMs });
}

export async function loadSession(): Promise<void> {
  const answer = await till.session.status({});
  if (answer.ok) setSession(answer.session);
}

/** @param newPin a PIN of their own, in the place of a code for the first time */
export async function unlock(cashier: string, pin: string, newPin?: string): Promise<boolean> {
  if (useSession.getState().unlocking) return false;
  useSession.setState({ unlocking: true, error: null });
  const answer = await till.session.unlock({ cashier, pin, ...(newPin !== undefined && { newPin }) });
  const pauseMs = answer.ok ? undefined : answer.error.retryAfterMs;
  useSession.setState({
    unlocking: false,
    error: answer.ok ? null : answer.error,
    pausedUntilMs: pauseMs === undefined ? null : performance.now() + pauseMs,
  });
  if (!answer.ok) return false;
  setSession(answer.session);
  await keepLanguageOfLock(answer.session);
  return true;
}

export function forgetError(): void {
  useSession.setState({ error: null, pausedUntilMs: null });
}

/** Shows the lock screen in another language, before anybody has said who they are. */
export function chooseAtLock(language: Language): void {
  useSession.setState({ languageAtLock: language });
}

/** What was chosen at the lock stays with whoever came in, unless they have a language of their own. */
async function keepLanguageOfLock({ language }: Session): Promise<void> {
  const { languageAtLock } = useSession.getState();
  if (languageAtLock !== null && language === null) await setLanguage(languageAtLock);
  useSession.setState({ languageAtLock: null });
}

/** What the cashier at the till reads; null: what the till is set to. Answers what went wrong, if anything. */
export function setLanguage(language: Language | null): Promise<TillError | null> {
  return taken(till.session.setLanguage({ language }));
}

/** Locks the till; answers what stands against it, if anything. */
export function lock(): Promise<TillError | null> {
  return taken(till.session.lock({}));
}

/** A manager's PIN for one thing a cashier wants to do; answers what went wrong, if anything. */
export function lend(
  { operation, input }: { readonly operation: OperationName; readonly input: unknown },
  cashier: string,
  pin: string,
): Promise<TillError | null> {
  return taken(till.session.lend({ operation, input, cashier, pin }));
}

/** The PIN of the cashier at the till; answers what went wrong, if anything. */
export function changePin(formerPin: string, pin: string): Promise<TillError | null> {
  return taken(till.session.changePin({ formerPin, pin }));
}

/** Answers what went wrong, if anything; so do those that follow. */
export function addCashier(cashier: string, pin: string, role: Role): Promise<TillError | null> {
  return taken(till.cashiers.add({ cashier, pin, role }));
}

export function resetPin(cashier: string, pin: string): Promise<TillError | null> {
  return taken(till.cashiers.resetPin({ cashier, pin }));
}

export function setRole(cashier: string, role: Role): Promise<TillError | null> {
  return taken(till.cashiers.setRole({ cashier, role }));
}

export function removeCashier(cashier: string): Promise<TillError | null> {
  return taken(till.cashiers.remove({ cashier }));
}

async function taken(call: Promise<OperationAnswer<'session.lock'>>): Promise<TillError | null> {
  const answer = await call;
  if (answer.ok) setSession(answer.session);
  return answer.ok ? null : answer.error;
}
