import { constants, setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import { serveSync, type SyncPorts } from './serve-sync.ts';

/** The thread of the sync. */
const { ports, background } = workerData as SyncWorkerSetup;

export interface SyncWorkerSetup {
  readonly ports: SyncPorts;
  readonly background: boolean;
}

// Whoever types goes first. Linux has a priority for each thread; elsewhere it would be the whole till's.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);

serveSync(ports, background, { clock: Date.now, fetch });
