import type { TillLink } from '#shared/links/till-link';

/** What the program around the core can do; every part is absent where the host cannot. */
export interface HostProgram {
  /** The link that waits, which does not wait any more. */
  readonly takeLink?: () => TillLink | undefined;
  readonly autostart?: {
    readonly isOn: () => boolean;
    /** Throws a TillFailure when the computer does not take it. */
    readonly set: (on: boolean) => void;
  };
  readonly kiosk?: { readonly isOn: () => boolean; readonly leave: () => void };
}
