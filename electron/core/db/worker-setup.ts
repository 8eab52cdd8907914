/** What a thread of the store is started with. */
export interface WorkerSetup {
  readonly role: 'writer' | 'reader' | 'pair-finder' | 'backup-maker';
  readonly path: string;
  readonly key: Uint8Array;
}
