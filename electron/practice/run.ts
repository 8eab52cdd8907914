import { once } from 'node:events';

import { PracticeFolderError } from './database.ts';
import type { ClientCredentials } from './emporix/access.ts';
import type { PracticeTokens } from './flow-retail/access.ts';
import type { PracticeDevices } from './flow-retail/devices.ts';
import { parentGone } from './parent-gone.ts';
import { createPracticeStore, type PracticeStore } from './practice-store.ts';
import { printers } from './seed/organisation.ts';

export interface PracticeArguments {
  /** 0 takes a free port. */
  port?: number;
  customers?: number;
  seed?: number;
  /** A folder that keeps the state over restarts. */
  dataDir?: string;
}

/** The line that is printed once the store listens. */
export interface PracticeReady {
  flowRetail: {
    baseUrl: string;
    tenantUid: string;
    storeUid: string;
    tokens: PracticeTokens;
    signInUrl: string;
    devices: PracticeDevices;
  };
  emporix: ClientCredentials & { baseUrl: string; tenant: string; readOnly: ClientCredentials };
  controlUrl: string;
  customers: number;
  seed: number;
  printers: typeof printers;
}

interface Output {
  stdout: { write(text: string): void };
  stderr: { write(text: string): void };
}

/**
 * Runs the practice store alone until SIGTERM or SIGINT, or until whoever started it over a channel is gone. When it is ready, stdout gets one line of JSON, a
 * `PracticeReady`.
 * Resolves with the exit code: 0 after a stop, 1 when it could not start, with the reason on stderr.
 */
export async function runPractice(args: PracticeArguments, output: Output = process): Promise<number> {
  const { port = 0, customers = 25_000, seed = 1, dataDir } = args;
  let store: PracticeStore | undefined;
  try {
    store = createPracticeStore({ customers, seed, ...(dataDir !== undefined && { dataDir }) });
    const { baseUrl, signInUrl, emporixUrl, controlUrl } = await store.listen(port);
    const { tenantUid, storeUid, tokens, devices, emporix } = store;
    const ready: PracticeReady = {
      flowRetail: { baseUrl, tenantUid, storeUid, tokens, signInUrl, devices },
      emporix: {
        baseUrl: emporixUrl,
        tenant: emporix.tenant,
        ...emporix.clients.till,
        readOnly: emporix.clients.readOnly,
      },
      controlUrl,
      customers: store.customerCount(),
      seed: store.seed,
      printers,
    };
    // Listen for the signals before anybody can know that the store is there to be stopped.
    const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT'), parentGone()]);
    output.stdout.write(`${JSON.stringify(ready)}\n`);
    await stopped;
    return 0;
  } catch (error) {
    const reason = startProblem(error, port, dataDir);
    if (reason === undefined) throw error;
    output.stderr.write(`The practice store could not start: ${reason}\n`);
    return 1;
  } finally {
    await store?.close();
  }
}

/** Why a start failed, in words for a person; undefined for what nobody expects. */
function startProblem(error: unknown, port: number, dataDir: string | undefined): string | undefined {
  if (error instanceof PracticeFolderError) return error.message;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `port ${port} is in use; choose another or 0`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EEXIST':
    case 'ENOTDIR':
    case 'SQLITE_CANTOPEN':
      return dataDir === undefined
        ? `port ${port} may not be used`
        : `the folder ${dataDir} cannot be written`;
    case 'SQLITE_FULL':
    case 'ENOSPC':
      return `the disk of the folder ${dataDir} is full`;
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return `the practice data in ${dataDir} is damaged; start with an empty folder`;
    default:
      return undefined;
  }
}
