import type { OperationAnswer, OperationInput, TillEvent } from '#shared/contract/operations';
import type { ProvisioningStatus } from '#shared/contract/provisioning';
import type { OperationName } from '#shared/contract/operation-names';
import type { Result, TillError } from '#shared/contract/errors';
import type { Backup, KeptBy } from '#shared/contract/safekeeping';
import type { FoundConfiguration } from './provisioning/find-configuration.ts';
import type { HandOverHost } from './hand-over/hand-over-host.ts';
import type { ListenForStatus } from './health/status-door.ts';
import type { HostProgram } from './host-program.ts';
import type { CoreLog } from './log/log-details.ts';
import type { SecretStore } from './privacy/sign-in.ts';
import type { SystemPrinters } from './cards/transports/system-printers.ts';
import type { UpdateHost } from './updates/update-host.ts';
import type { UpdatePace } from './updates/update-keeper.ts';

/** What the core is given by its host; everything that touches the machine comes from here. */
export interface CoreOptions {
  /** Folder of this till's data; made when absent. One core at a time uses it. */
  readonly dataDir: string;
  /** The store's key: 32 bytes. */
  readonly key: Uint8Array;
  /** Where the key is kept: shown to people. `environment` when absent. */
  readonly keyKeptBy?: KeptBy;
  /** Where this host keeps the sign-in at the service; in the encrypted store when absent. */
  readonly secrets?: SecretStore | undefined;
  /** What IT has set up for this till; see provisioning/. */
  readonly configuration?: FoundConfiguration | undefined;
  /** Starts the till anew with another key for its store; absent where the host cannot. */
  readonly changeKey?: (() => void) | undefined;
  /** Milliseconds since the epoch. Wall clock: may jump. */
  readonly clock?: () => number;
  /** Fresh identifiers: UUIDs by default. */
  readonly ids?: () => string;
  readonly fetch?: typeof fetch;
  /** The printers of this computer; absent where the host cannot reach them. */
  readonly systemPrinters?: SystemPrinters | undefined;
  /** What the host can do to bring a customer into the sale; without it a till can call an address, and no more. */
  readonly handOver?: HandOverHost;
  /** What the program around the core can do besides; nothing when absent. */
  readonly program?: HostProgram;
  /** What the host can do about its own program; absent where IT puts the next release on the machine. */
  readonly updates?: UpdateHost | undefined;
  /** How often is looked for releases, and how long nobody has to be there; as a shop wants it when absent. */
  readonly updatePace?: UpdatePace;
  /** Where those who look after tills may ask how this one is doing; absent where the host cannot be asked. */
  readonly listenForStatus?: ListenForStatus | undefined;
  /** Numbers, ids and codes only; never personal data. */
  readonly log?: CoreLog;
  /** A host nobody stands at (command line): acts under this name and is not locked by the cashiers' PINs. */
  readonly unattendedAs?: string;
  /** Push and pull by themselves while running; off for one-shot commands. */
  readonly backgroundSync?: boolean;
}

export type { CoreLog };

/** One thing `doctor` looked at. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What a person should do; empty when all is well. */
  readonly advice: string;
}

export interface ImportReport {
  readonly imported: number;
  /** New customers that an earlier import of the same lines had brought: left as they are. */
  readonly already: number;
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
  /** Names of fields and columns that no customer has here, each once; a hundred at most. */
  readonly unknownFields: readonly string[];
  /** Of an import that was stopped: the first line that is neither in nor rejected. */
  readonly nextLine?: number;
}

export interface SyncReport {
  readonly pulled: number;
  readonly pushed: number;
  readonly pending: number;
  readonly parked: number;
  readonly conflicts: number;
  /** Why the round could not come to its end, such as a service that is away; null when it did. */
  readonly stoppedBy: TillError | null;
}

/** The same for every host. */
export interface Core {
  /** One operation of the contract. `input` is checked here; expected failures are answers, bugs throw. */
  call<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<OperationAnswer<Name>>;
  /** For bridges: name and input as they came over the wire. Never throws: bugs are logged once and answered `internal`. */
  callUntrusted(name: unknown, input: unknown): Promise<Result>;
  subscribe(listener: (event: TillEvent) => void): () => void;
  /** What this till's IT has set, as it was taken over when the core opened. */
  readonly provisioning: ProvisioningStatus;
  /** Customers as JSON lines or CSV; facts, not drafts: typed, not validated like a form. */
  importFile(
    path: string,
    options?: { readonly onProgress?: ((done: number) => void) | undefined; readonly signal?: AbortSignal },
  ): Promise<Result<ImportReport>>;
  /** `customers.search` with the time of the search alone, in milliseconds. */
  searchTimed(query: string): Promise<{ readonly ids: readonly string[]; readonly ms: number }>;
  /** One round of push and pull, or rounds until nothing is left to do or the time is over. */
  syncOnce(options: { untilIdle: boolean; timeoutMs: number }): Promise<Result<SyncReport>>;
  /**
   * A backup in this folder (absolute), in the one of the settings when absent; those in other folders that hold what
   * is to be gone are replaced. `unreplaced`: where that was not possible, and why.
   */
  makeBackup(folder?: string): Promise<Result<{ backup: Backup; unreplaced: TillError | null }>>;
  /** For a host that has given the till another key, from outside. */
  noteKeyChanged(): Promise<void>;
  /** Backups that hold what is to be gone, or that open with a former key, are replaced by new ones. */
  replaceOutdatedBackups(): Promise<Result>;
  diagnose(): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

/** `createCore` in app.ts. Expected failures: `store.in-use`, `store.wrong-key`, `store.damaged`, `store.too-new`, `store.unwritable`, `disk.full`, `disk.failing`, `backup.folder`. */
export type CreateCore = (options: CoreOptions) => Promise<Result<{ core: Core }>>;
