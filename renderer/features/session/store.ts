import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { Session } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';

interface SessionState {
  readonly session: Session | null;
  readonly error: TillError | null;
  readonly unlocking: boolean;
}

export const useSession = create<SessionState>(() => ({ session: null, error: null, unlocking: false }));

export function setSession(session: Session): void {
  useSession.setState({ session });
}

export async function loadSession(): Promise<void> {
  const answer = await till.session.status({});
  if (answer.ok) setSession(answer.session);
}

export async function unlock(cashier: string, pin: string): Promise<boolean> {
  if (useSession.getState().unlocking) return false;
  useSession.setState({ unlocking: true, error: null });
  const answer = await till.session.unlock({ cashier, pin });
  useSession.setState(
    answer.ok ? { unlocking: false, session: answer.session } : { unlocking: false, error: answer.error },
  );
  return answer.ok;
}

/** Locks the till; answers what stands against it, if anything. */
export async function lock(): Promise<TillError | null> {
  const answer = await till.session.lock({});
  if (answer.ok) setSession(answer.session);
  return answer.ok ? null : answer.error;
}

/** Sets a cashier's PIN, or removes it when empty; answers what went wrong, if anything. */
export async function setPin(cashier: string, pin: string): Promise<TillError | null> {
  const answer = await till.session.setPin({ cashier, pin });
  if (answer.ok) setSession(answer.session);
  return answer.ok ? null : answer.error;
}
