import { constants, setPriority } from 'node:os';

/**
 * Where the code of a thread lies: sources run in place, a bundle carries each
 * thread as a file of its own beside the main one.
 *
 * @param source beside the module that starts the thread
 * @param bundled name of the entry in electron.vite.config.ts
 */
export function workerUrl(source: URL, bundled: string): URL {
  return import.meta.url.endsWith('.ts') ? source : new URL(`./${bundled}.cjs`, import.meta.url);
}

/** For a thread whose work may take a moment longer: whoever types goes first. */
export function letTypingGoFirst(): void {
  // Linux has a priority for each thread; elsewhere it would be the whole till's.
  if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
}

/**
 * For a thread through which masses of customers pass: what it has used is given
 * back soon. Without a limit each thread keeps some fifty megabytes of it.
 */
export const smallYoungGeneration = { maxYoungGenerationSizeMb: 8 } as const;
