import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../../scripts/project.ts';

/** What io-shim.c may make fail. */
export const failingCalls = { write: 1, sync: 2, truncate: 4, read: 8, open: 16, unlink: 32 } as const;
export type FailingCall = keyof typeof failingCalls;

/** Linux errno values. */
export const systemErrors = { EIO: 5, ENOSPC: 28 } as const;

/** Why the shim cannot be had on this machine; undefined when it can. */
export function whyNoShim(): string | undefined {
  if (process.platform !== 'linux') return 'it preloads a library, which is for Linux';
  const { status } = spawnSync('gcc', ['--version'], { stdio: 'ignore' });
  return status === 0 ? undefined : 'there is no gcc to compile it (Debian: gcc, libc6-dev)';
}

/** Compiles io-shim.c into a folder of its own. @returns the library's path */
export function compileShim(): string {
  const library = join(mkdtempSync(join(tmpdir(), 'tillbook-shim-')), 'io-shim.so');
  const { status, stderr } = spawnSync(
    'gcc',
    [
      '-shared',
      '-fPIC',
      '-O2',
      '-Wall',
      '-o',
      library,
      inProject('tests/crash/io-shim.c'),
      '-ldl',
      '-lpthread',
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`io-shim.c does not compile: ${stderr}`);
  return library;
}

/** What a process is started with to run on the shim. */
export function shimEnvironment(shim: {
  readonly library: string;
  readonly folder: string;
  readonly logPath?: string;
  readonly controlPath?: string;
}): Record<string, string> {
  return {
    LD_PRELOAD: shim.library,
    SHIM_DIR: shim.folder,
    ...(shim.logPath === undefined ? {} : { SHIM_LOG: shim.logPath }),
    ...(shim.controlPath === undefined ? {} : { SHIM_CTL: shim.controlPath }),
  };
}

/** One effect on the disk, as io-shim.c recorded it. Handles are of one process and never used twice. */
export type DiskEffect =
  | { readonly kind: 'open'; readonly handle: number; readonly path: string; readonly truncates: boolean }
  | { readonly kind: 'write'; readonly handle: number; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly handle: number; readonly size: number }
  | { readonly kind: 'sync'; readonly handle: number }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'rename' | 'link'; readonly path: string; readonly to: string };

const headerBytes = 24;
const openTruncates = 0o1000;

/** Reads a record; a last entry that was cut off is left out. */
export function* readDiskEffects(record: Buffer): Generator<DiskEffect> {
  for (let at = 0; at + headerBytes <= record.length;) {
    const kind = record.readUInt32LE(at);
    const handle = record.readUInt32LE(at + 4);
    const offset = Number(record.readBigInt64LE(at + 8));
    const length = record.readUInt32LE(at + 16);
    const secondLength = record.readUInt32LE(at + 20);
    const start = at + headerBytes;
    at = start + (kind === 2 || kind === 1 || kind >= 5 ? length : 0) + secondLength;
    if (at > record.length) return;
    const bytes = record.subarray(start, start + length);
    const path = bytes.toString();
    const to = record.subarray(start + length, at).toString();
    if (kind === 1) yield { kind: 'open', handle, path, truncates: (offset & openTruncates) !== 0 };
    else if (kind === 2) yield { kind: 'write', handle, offset, bytes };
    else if (kind === 3) yield { kind: 'truncate', handle, size: offset };
    else if (kind === 4) yield { kind: 'sync', handle };
    else if (kind === 5) yield { kind: 'unlink', path };
    else yield { kind: kind === 6 ? 'rename' : 'link', path, to };
  }
}

/** Makes calls of processes on the shim fail; in force at once. */
export interface FaultControl {
  readonly path: string;
  /** The disk has room for so many more bytes. */
  fill(bytesLeft: number): void;
  /** Some of these calls fail: `skip` go well, then `count` fail. */
  strike(calls: readonly FailingCall[], error: keyof typeof systemErrors, skip: number, count: number): void;
  /** @returns how many calls failed since it was set */
  heal(): number;
}

const controlBytes = 32;
const modes = { off: 0, full: 1, error: 2 };

export function createFaultControl(path: string): FaultControl {
  if (!existsSync(path) || statSync(path).size < controlBytes)
    writeFileSync(path, Buffer.alloc(controlBytes));
  function set(mode: number, error = 0, calls = 0, skip = 0, count = 0, left = 0): number {
    const file = openSync(path, 'r+');
    try {
      const control = Buffer.alloc(controlBytes);
      readSync(file, control, 0, controlBytes, 0);
      const struck = control.readInt32LE(20);
      control.fill(0);
      // The mode comes last: what it says is complete by then.
      [error, calls, skip, count].forEach((value, at) => control.writeInt32LE(value, 4 + at * 4));
      control.writeBigInt64LE(BigInt(left), 24);
      writeSync(file, control, 0, controlBytes, 0);
      control.writeInt32LE(mode, 0);
      writeSync(file, control, 0, 4, 0);
      return struck;
    } finally {
      closeSync(file);
    }
  }
  return {
    path,
    fill: (bytesLeft) => void set(modes.full, 0, 0, 0, 0, bytesLeft),
    strike(calls, error, skip, count) {
      const mask = calls.reduce((all, call) => all | failingCalls[call], 0);
      set(modes.error, systemErrors[error], mask, skip, count);
    },
    heal: () => set(modes.off),
  };
}
