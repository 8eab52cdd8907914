import { parseTillLink, type TillLink } from '#shared/links/till-link';

/** A link that nobody unlocked the till for so long is about a sale that is over. */
const waitsMs = 10 * 60_000;

/** Where a link waits until the window takes it: the newest alone, since a person follows one at a time. */
export interface LinkSlot {
  /** What an operating system or a second start hands over; whatever is no link of the till's is dropped. */
  receive(link: unknown): void;
  /** The link that waits, which does not wait any more. */
  readonly take: () => TillLink | undefined;
  /** Who is told of links from now on. */
  onWaiting(listener: () => void): void;
}

/** @param monotonicMs a clock that does not jump */
export function createLinkSlot(monotonicMs: () => number = () => performance.now()): LinkSlot {
  let waiting: { readonly link: TillLink; readonly sinceMs: number } | undefined;
  let listener: (() => void) | undefined;
  return {
    receive(text) {
      const link = parseTillLink(text);
      if (link === undefined) return;
      waiting = { link, sinceMs: monotonicMs() };
      listener?.();
    },
    take() {
      const taken = waiting;
      waiting = undefined;
      return taken !== undefined && monotonicMs() - taken.sinceMs < waitsMs ? taken.link : undefined;
    },
    onWaiting(told) {
      listener = told;
    },
  };
}
