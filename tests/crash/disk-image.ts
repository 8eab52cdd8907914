import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Random } from '../../electron/practice/seed/random.ts';
import type { DiskEffect } from './io-shim.ts';

/**
 * A folder on a disk that forgets: what was synced is there, of everything else
 * any part may be. Built from the recorded effects, in their order.
 *
 * - A sync of a file makes its bytes and its size durable; a sync of the folder
 *   makes names durable (creations, renames, links, removals).
 * - Of what was not synced, a power cut keeps or drops each write on its own,
 *   and of a write each sector on its own: reordered and torn writes are among
 *   the outcomes. Names survive in their order, as journals of file systems keep it.
 */
export interface DiskImage {
  take(effect: DiskEffect): void;
  /** Writes the folder as it may be found after a power cut right now. */
  cutPower(random: Random, into: string): void;
}

const sectorBytes = 512;

type Unsynced = Extract<DiskEffect, { kind: 'write' | 'truncate' }>;

/** The bytes of a file, whatever names it has. */
interface StoredFile {
  durable: Buffer;
  unsynced: Unsynced[];
}

type NameChange = (names: Map<string, StoredFile>) => void;

/** @param folder absolute; what is outside of it is not on this disk */
export function createDiskImage(folder: string): DiskImage {
  const durableNames = new Map<string, StoredFile>();
  const names = new Map<string, StoredFile>();
  let unsyncedNames: NameChange[] = [];
  const handles = new Map<number, StoredFile | 'folder'>();

  function rename(change: NameChange): void {
    change(names);
    unsyncedNames.push(change);
  }

  function take(effect: DiskEffect): void {
    switch (effect.kind) {
      case 'open': {
        const { path, handle } = effect;
        // Each process counts its handles from the start.
        handles.delete(handle);
        if (path === folder) {
          handles.set(handle, 'folder');
          return;
        }
        if (dirname(path) !== folder) return;
        const file = names.get(path) ?? { durable: Buffer.alloc(0), unsynced: [] };
        if (!names.has(path)) rename((all) => all.set(path, file));
        else if (effect.truncates) file.unsynced.push({ kind: 'truncate', handle, size: 0 });
        handles.set(handle, file);
        return;
      }
      case 'write':
      case 'truncate': {
        const file = handles.get(effect.handle);
        if (file !== undefined && file !== 'folder') file.unsynced.push(effect);
        return;
      }
      case 'sync': {
        const file = handles.get(effect.handle);
        if (file === 'folder') {
          for (const change of unsyncedNames) change(durableNames);
          unsyncedNames = [];
        } else if (file !== undefined) {
          file.durable = applyEffects(file.durable, file.unsynced);
          file.unsynced = [];
        }
        return;
      }
      case 'unlink':
        rename((all) => all.delete(effect.path));
        return;
      default: {
        const file = names.get(effect.path);
        if (file === undefined) return;
        rename((all) => {
          all.set(effect.to, file);
          if (effect.kind === 'rename') all.delete(effect.path);
        });
      }
    }
  }

  function cutPower(random: Random, into: string): void {
    mkdirSync(into, { recursive: true });
    const found = new Map(durableNames);
    const keptNames = random.below(unsyncedNames.length + 1);
    for (const change of unsyncedNames.slice(0, keptNames)) change(found);
    for (const [path, file] of found) {
      writeFileSync(join(into, basename(path)), applyEffects(file.durable, survivors(file.unsynced, random)));
    }
  }

  return { take, cutPower };
}

/** What of the unsynced writes of one file reached the disk: nothing, all, the first of them, or any of them in parts. */
function survivors(unsynced: readonly Unsynced[], random: Random): Unsynced[] {
  const fate = random.pick(['none', 'all', 'first', 'torn', 'torn'] as const);
  if (fate === 'none') return [];
  if (fate === 'all') return [...unsynced];
  if (fate === 'first') return unsynced.slice(0, random.below(unsynced.length + 1));
  const share = random.next();
  return unsynced.flatMap((effect): Unsynced[] =>
    effect.kind === 'truncate'
      ? random.chance(share)
        ? [effect]
        : []
      : sectorsOf(effect).filter(() => random.chance(share)),
  );
}

type Write = Extract<Unsynced, { kind: 'write' }>;

/** A write in pieces of one sector each: what a disk writes whole or not at all. */
function sectorsOf({ kind, handle, offset, bytes }: Write): Write[] {
  const pieces: Write[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + sectorBytes - ((offset + at) % sectorBytes));
    pieces.push({ kind, handle, offset: offset + at, bytes: bytes.subarray(at, end) });
    at = end;
  }
  return pieces;
}

function applyEffects(durable: Buffer, effects: readonly Unsynced[]): Buffer {
  if (effects.length === 0) return durable;
  let size = durable.length;
  let capacity = size;
  for (const effect of effects) {
    const end = effect.kind === 'write' ? effect.offset + effect.bytes.length : effect.size;
    capacity = Math.max(capacity, end);
  }
  const content = Buffer.alloc(capacity);
  durable.copy(content);
  for (const effect of effects) {
    if (effect.kind === 'write') {
      effect.bytes.copy(content, effect.offset);
      size = Math.max(size, effect.offset + effect.bytes.length);
    } else {
      // What lies beyond is zero when the file grows again; SQLite's logs shrink and grow.
      if (effect.size < size) content.fill(0, effect.size, size);
      size = effect.size;
    }
  }
  return content.subarray(0, size);
}
