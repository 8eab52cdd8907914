import { closeSync, fstatSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeDataFolder } from '../db/data-folder.ts';

const maxBytes = 1_000_000;
const maxFiles = 5;

/** Where the log of a data folder lies. */
function logPathOf(dataDir: string, age: number): string {
  return join(dataDir, 'logs', age === 0 ? 'till.log' : `till.${age}.log`);
}

/** Names of a log's files, the newest first, whether they are there or not. */
export function logPathsOf(dataDir: string): string[] {
  return Array.from({ length: maxFiles }, (_, age) => logPathOf(dataDir, age));
}

/**
 * Appends to the log in a data folder, `logs/till.log`. A full file makes room by becoming `till.1.log`, and the
 * oldest of five goes. Files are their owner's alone; the first line makes them.
 *
 * @returns a function that writes one line. It throws the system's error when the disk does not take it.
 */
export function openLogFile(
  dataDir: string,
  limits: { readonly maxBytes: number } = { maxBytes },
): (line: string) => void {
  let file: number | undefined;
  let size = 0;

  function open(): number {
    makeDataFolder(join(dataDir, 'logs'));
    const opened = openSync(logPathOf(dataDir, 0), 'a', 0o600);
    ({ size } = fstatSync(opened));
    return opened;
  }

  return (line) => {
    const bytes = Buffer.from(`${line}\n`);
    file ??= open();
    if (size > 0 && size + bytes.length > limits.maxBytes) {
      closeSync(file);
      file = undefined;
      rotate(dataDir);
      file = open();
    }
    writeSync(file, bytes);
    size += bytes.length;
  };
}

function rotate(dataDir: string): void {
  const paths = logPathsOf(dataDir);
  for (let age = paths.length - 1; age > 0; age -= 1) {
    try {
      renameSync(paths[age - 1]!, paths[age]!);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    }
  }
}

/** What a log's files hold, the oldest line first. */
export function readLogLines(dataDir: string): string[] {
  return logPathsOf(dataDir)
    .toReversed()
    .flatMap((path) => {
      try {
        return readFileSync(path, 'utf8').split('\n').filter(Boolean);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw cause;
      }
    });
}
