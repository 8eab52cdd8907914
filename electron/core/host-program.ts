import type { SafeModeReason } from '#shared/contract/host-program';
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
  readonly safeMode?: {
    /** Null where the till runs as usual. */
    readonly reason: SafeModeReason | null;
    /** Opens the data again with everything, once this has been answered. */
    readonly leave: () => void;
    /** @returns whether a backup was chosen, which then takes the place of the data */
    readonly restoreBackup: () => Promise<boolean>;
  };
  readonly kiosk?: { readonly isOn: () => boolean; readonly leave: () => void };
}
