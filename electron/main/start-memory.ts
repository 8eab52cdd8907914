import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { tell } from '../host/log.ts';

/** Starts in a row that came to nothing: the next one is in safe mode. */
const failuresBeforeSafeMode = 3;

const keptSchema = z.object({
  /** Starts in a row that ended before they had lived a while. */
  failed: z.number().int().min(0).catch(0),
  /** The version whose graphics process ended by itself: it starts without the graphics card. */
  withoutGpu: z.string().max(40).nullable().catch(null),
});

/** What the till remembers of its own starts: beside the store, which may be what does not open. */
export interface StartMemory {
  /** Whether this start is one of too many that failed before it. */
  readonly failedTooOften: boolean;
  /** Whether safe mode came to nothing either. */
  readonly safeModeFailed: boolean;
  /** Whether the graphics card is better left alone. Another version tries it again. */
  readonly withoutGpu: boolean;
  /** This start has become a till: it has lived a while, or was closed by a person. */
  succeeded(): void;
  gpuFailed(): void;
}

/**
 * Counts this start as failed until it says otherwise: whatever ends it, a crash, a kill or a power cut, leaves it
 * counted. Call once, by the process that has the data folder.
 *
 * @param version of the program
 */
export function rememberStart(dataDir: string, version: string): StartMemory {
  const path = join(dataDir, 'starts.json');
  const before = read(path);
  let now = { ...before, failed: before.failed + 1 };
  write(path, now);
  const become = (changes: Partial<typeof now>): void => {
    now = { ...now, ...changes };
    write(path, now);
  };
  return {
    failedTooOften: before.failed >= failuresBeforeSafeMode,
    safeModeFailed: before.failed > failuresBeforeSafeMode,
    withoutGpu: before.withoutGpu === version,
    succeeded: () => {
      if (now.failed > 0) become({ failed: 0 });
    },
    gpuFailed: () => become({ withoutGpu: version }),
  };
}

function read(path: string): z.output<typeof keptSchema> {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // None yet, or half of one: as if there had been no start before.
    return { failed: 0, withoutGpu: null };
  }
}

function write(path: string, kept: z.output<typeof keptSchema>): void {
  try {
    const draft = `${path}.new`;
    writeFileSync(draft, JSON.stringify(kept), { mode: 0o600 });
    renameSync(draft, path);
  } catch (cause) {
    // A folder that cannot be written is told by the core, in the window.
    tell(`The start could not be noted: ${(cause as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
}
