import { workerData } from 'node:worker_threads';
import { serveSync, type SyncPorts } from './serve-sync.ts';

/** The thread of the sync. */
const { ports, background } = workerData as SyncWorkerSetup;

export interface SyncWorkerSetup {
  readonly ports: SyncPorts;
  readonly background: boolean;
}

serveSync(ports, background, { clock: Date.now, fetch });
