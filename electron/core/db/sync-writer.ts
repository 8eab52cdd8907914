import type { WriterContext } from './writer-context.ts';

/** Wraps a function so that each call is one transaction. */
export type Atomic = <Args extends unknown[], Value>(
  run: (...args: Args) => Value,
) => (...args: Args) => Value;

/** What the sync writes: claims, acks, parks and pages. Part of the writer (writer.ts), on its thread. */
export function createSyncWriter(_context: WriterContext, _atomic: Atomic) {
  return {};
}
