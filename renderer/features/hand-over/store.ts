import type { TillError } from '#shared/contract/errors';
import type { HandOverOutcome } from '#shared/contract/hand-over';
import type { OperationOutput } from '#shared/contract/operations';
import type { HandOverWay } from '#shared/hand-over/settings';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';
import { copyText } from '../../ui/copy-text.ts';

type HandOverStatus = OperationOutput<'handOver.status'>;

/** What became of one way: `not-copied` when the window was not allowed to. */
export interface WayOutcome {
  readonly way: HandOverWay;
  readonly error: TillError | 'not-copied' | null;
}

interface HandOverState {
  /** The customer who is being handed over by hand. */
  readonly sendingUid: string | null;
  readonly status: HandOverStatus | null;
  /** What became of trying, by way. */
  readonly tried: Readonly<Partial<Record<HandOverWay, WayOutcome>>>;
  readonly trying: HandOverWay | null;
}

export const useHandOver = createPrivate<HandOverState>(() => ({
  sendingUid: null,
  status: null,
  tried: {},
  trying: null,
}));

/**
 * Hands a customer over by every way that is on for the occasion. Pressing again while it runs does nothing.
 *
 * @returns what became of each way, or why nothing was done at all
 */
export async function handOver(
  customerUid: string,
  occasion: 'asked' | 'opened',
): Promise<readonly WayOutcome[] | TillError> {
  if (useHandOver.getState().sendingUid === customerUid) return [];
  useHandOver.setState({ sendingUid: customerUid });
  const answer = await till.handOver.send({ customerUid, occasion });
  useHandOver.setState(({ sendingUid }) => (sendingUid === customerUid ? { sendingUid: null } : {}));
  return answer.ok ? answer.outcomes.map(finish) : answer.error;
}

/** What the host could not put on the clipboard, the window does. */
function finish({ way, error, copy }: HandOverOutcome): WayOutcome {
  if (error !== null || copy === undefined) return { way, error };
  return { way, error: copyText(copy) ? null : 'not-copied' };
}

/** Hands the made-up customer over by one way. */
export async function tryWay(way: HandOverWay): Promise<void> {
  useHandOver.setState({ trying: way });
  const answer = await till.handOver.try({ way });
  const outcome = answer.ok ? finish(answer.outcome) : { way, error: answer.error };
  useHandOver.setState(({ tried }) => ({ trying: null, tried: { ...tried, [way]: outcome } }));
}

export function forgetTried(way: HandOverWay): void {
  useHandOver.setState(({ tried: { [way]: _forgotten, ...tried } }) => ({ tried }));
}

export async function loadHandOverStatus(): Promise<void> {
  const answer = await till.handOver.status({});
  if (answer.ok) useHandOver.setState({ status: answer });
}

export async function takeOffCounter(): Promise<void> {
  await till.handOver.done({});
}
