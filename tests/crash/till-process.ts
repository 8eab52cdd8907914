import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { inProject } from '../../scripts/project.ts';
import type { Line, Orders } from './orders.ts';

/** A till's process with its code loaded, waiting for its orders. */
export interface LoadedTill {
  readonly listen: (listener: (line: Line) => void) => void;
  readonly order: (orders: Orders) => void;
  /** Resolves when it has opened the store, or ended. */
  readonly opened: Promise<unknown>;
  readonly isOpen: () => boolean;
  /** Resolves when it has acknowledged so many changes, or ended. */
  readonly acknowledged: (count: number) => Promise<unknown>;
  /** Resolves with the exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Ends it at once. */
  readonly kill: () => Promise<void>;
}

/** @param options more variables and more arguments of Node */
export async function loadTill(
  options: { readonly env?: Readonly<Record<string, string>>; readonly nodeArgs?: readonly string[] } = {},
): Promise<LoadedTill> {
  const script = inProject('tests/crash/till-at-work.ts');
  const child: ChildProcess = spawn(process.execPath, [...(options.nodeArgs ?? []), script], {
    env: { NODE_COMPILE_CACHE: inProject('node_modules/.cache/compiled'), ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('stdin and stdout are pipes');
  const ended = once(child, 'close').then(([code]) => code as number | null);
  stdin.on('error', () => undefined); // It may be dead before it has read its orders.
  const listeners: ((line: Line) => void)[] = [];
  let isOpen = false;
  let acknowledged = 0;
  let awaited = { count: 0, reached: () => {} };
  const loaded = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  createInterface({ input: stdout }).on('line', (text) => {
    const line = readLine(text);
    if (line === undefined) return;
    if (line.what === 'loaded') loaded.resolve();
    if (line.what === 'opened') {
      isOpen = true;
      opened.resolve();
    }
    if (line.what === 'acknowledged' && (acknowledged += 1) >= awaited.count) awaited.reached();
    for (const listener of listeners) listener(line);
  });
  await Promise.race([loaded.promise, ended]);
  return {
    listen: (listener) => listeners.push(listener),
    order: (orders) => stdin.write(`${JSON.stringify(orders)}\n`),
    opened: Promise.race([opened.promise, ended]),
    isOpen: () => isOpen,
    acknowledged(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      awaited = { count, reached: resolve };
      if (acknowledged >= count) resolve();
      return Promise.race([promise, ended]);
    },
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Its last words may be cut. */
export function readLine(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}
