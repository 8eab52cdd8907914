import { workerData } from 'node:worker_threads';
import { letTypingGoFirst } from '../threads/worker-start.ts';
import { serveSync, type SyncPorts } from './serve-sync.ts';

/** The thread of the sync. */
const { ports, background } = workerData as SyncWorkerSetup;

export interface SyncWorkerSetup {
  readonly ports: SyncPorts;
  readonly background: boolean;
}

letTypingGoFirst();

serveSync(ports, background, { clock: Date.now, fetch });
