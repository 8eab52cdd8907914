import { constants, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storePathOf } from '../electron/core/db/data-folder.ts';
import { tillbook } from './contenders/tillbook.ts';
import { builtMs, noteBuilt, openBase } from './lookup-base.ts';
import { benchCustomers } from './lookup-customers.ts';
import { makeQueries, type BenchQuery } from './lookup-queries.ts';

/** A base of `count` generated customers, as `bench:lookup` makes it. */
export interface ReadyBase {
  /** The store; not to be written. */
  readonly path: string;
  makeQueries(count: number): BenchQuery[];
  /** A till's data folder with a copy of the base in it. */
  makeTill(name: string): string;
  /** Deletes every copy, and the base unless a folder was given to keep it in. */
  remove(): void;
}

/** @param kept folder of a base that `bench:lookup` kept or is to keep; undefined for one of its own */
export async function readyBase(kept: string | undefined, count: number, seed: number): Promise<ReadyBase> {
  const own = mkdtempSync(join(tmpdir(), 'tillbook-bench-'));
  const folder = kept ?? own;
  mkdirSync(folder, { recursive: true });
  const from = { customers: count, seed };
  if (builtMs(folder, 'tillbook', from) === undefined) {
    noteBuilt(folder, 'tillbook', from, await tillbook.build!(folder, benchCustomers(count, seed)));
  }
  const path = join(folder, 'tillbook.db');
  return {
    path,
    makeQueries(wanted) {
      const base = openBase(folder, count);
      try {
        return makeQueries(base, wanted, seed + 1);
      } finally {
        base.close();
      }
    },
    makeTill(name) {
      const dataDir = join(own, name);
      mkdirSync(dataDir);
      copyFileSync(path, storePathOf(dataDir), constants.COPYFILE_FICLONE);
      return dataDir;
    },
    remove: () => rmSync(own, { recursive: true, force: true }),
  };
}
