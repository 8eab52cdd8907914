import type { SyncStatus } from '#shared/contract/values';
import type { ApprovedDeletions } from './confirm-vanished.ts';
import type { SyncWaits } from './sync-status.ts';

/** What the rest of the core asks of the sync. */
export interface SyncControl {
  /** Something waits to be sent: look soon. */
  wake(): void;
  /** A person wants this customer's changes tried now, whatever failed before. */
  retryNow(customerUid: string): void;
  /** A round of push and pull, as soon as possible; where nothing syncs in the background, resolves at its end. */
  runNow(): Promise<void>;
  /** A cashier is searching: whatever is not urgent steps aside. */
  noteSearch(): void;
  status(): Promise<SyncStatus>;
  /** Null while no service is connected. */
  waits(): Promise<SyncWaits | null>;
  /** Deletes customers that were held back, each confirmed by the service. @throws TillFailure `service.not-connected` */
  approveDeletions(customerUids: readonly string[], actor: string): Promise<ApprovedDeletions>;
}
