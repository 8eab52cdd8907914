import type { Remote } from '../../../electron/core/threads/remote.ts';

/** Calls as they cross to another thread: later, and by copy. */
export function remote<Methods extends object>(methods: Methods): Remote<Methods> {
  return new Proxy({} as Remote<Methods>, {
    get:
      (_target, name) =>
      async (...args: unknown[]) => {
        const run = (methods as Record<string | symbol, (...args: unknown[]) => unknown>)[name];
        if (run === undefined) throw new Error(`No method ${String(name)}`);
        const copied = structuredClone(args);
        await Promise.resolve();
        return structuredClone(run(...copied));
      },
  });
}
