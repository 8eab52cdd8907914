import type { SyncStatus } from '#shared/contract/values';

/** What the rest of the core asks of the sync. */
export interface SyncControl {
  /** Something waits to be sent: look soon. */
  wake(): void;
  /** A round of push and pull, as soon as possible; where nothing syncs in the background, resolves at its end. */
  runNow(): Promise<void>;
  /** A cashier is searching: whatever is not urgent steps aside. */
  noteSearch(): void;
  status(): Promise<SyncStatus>;
}
