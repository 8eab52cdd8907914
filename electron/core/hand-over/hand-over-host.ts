import type { HandOverSettings } from '#shared/contract/hand-over';
import type { Result, TillError } from '#shared/contract/errors';
import type { ListenAt } from '../doors/door.ts';

/** What a host can do to bring a customer into the sale. What is absent it cannot. */
export interface HandOverHost {
  /** Puts text on the clipboard; where absent, the window is asked to. */
  readonly copyText?: (text: string) => void | Promise<void>;
  readonly typing?: TypesText;
  /** Answers what is asked at `http://127.0.0.1:port`; fails with `hand-over.port-taken`. */
  readonly listen?: ListenAt<number>;
  /** Hosts besides this computer that a hand-over may call, as the shop's IT has set them: `pos.shop.example:8080`. */
  readonly allowedHosts?: readonly string[];
}

/** Types into the window that was in front before the till's. */
export interface TypesText {
  /** Why it cannot be done on this computer; null when it can. */
  problem(): TillError | null;
  /** Fails with what `problem` says, `hand-over.not-on-keyboard` or `hand-over.no-window` (nothing was typed) or `hand-over.typing-failed`. */
  type(text: string, end: HandOverSettings['keys']['end']): Promise<Result>;
}
