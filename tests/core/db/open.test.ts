import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claimDataFolder } from '../../../electron/core/db/data-folder.ts';
import { migrate, schemaVersion } from '../../../electron/core/db/migrations/index.ts';
import { openStore, storeFailureOf } from '../../../electron/core/db/open.ts';
import { makeFolder, testKey } from './open-writer.ts';

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (cause) {
    const failure = storeFailureOf(cause);
    if (failure !== undefined) return failure.error.code;
    throw cause;
  }
  return 'no failure';
}

function readEverything(path: string): void {
  const db = openStore(path, testKey);
  try {
    db.pragma('integrity_check');
  } finally {
    db.close();
  }
}

describe('the encrypted store', () => {
  it('keeps nothing readable in the file or its log', () => {
    const path = join(makeFolder(), 'till.db');
    const db = openStore(path, testKey);
    migrate(db);
    db.prepare(`INSERT INTO setting (key, value) VALUES ('canary', '"Bjørn Canary Åse"')`).run();
    const bytes = Buffer.concat([readFileSync(path), readFileSync(`${path}-wal`)]);
    db.close();
    expect(bytes.indexOf('Canary') >= 0).toBe(false);
    expect(bytes.indexOf('SQLite format 3') >= 0).toBe(false);
  });

  it('says that the key is wrong, and leaves the file as it was', () => {
    const path = join(makeFolder(), 'till.db');
    const db = openStore(path, testKey);
    migrate(db);
    db.close();
    const before = readFileSync(path);
    expect(codeOf(() => openStore(path, new Uint8Array(32).fill(8)))).toBe('store.wrong-key');
    expect(readFileSync(path).equals(before)).toBe(true);
    openStore(path, testKey).close();
  });

  it('turns a flipped bit into an error, never into a wrong read', () => {
    const path = join(makeFolder(), 'till.db');
    const db = openStore(path, testKey);
    migrate(db);
    const insert = db.prepare(`INSERT INTO setting (key, value) VALUES (?, ?)`);
    for (let index = 0; index < 500; index += 1) insert.run(`key-${index}`, `"${'value '.repeat(20)}"`);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const whole = readFileSync(path);
    const outcomes = Array.from({ length: 20 }, (_, flip) => {
      const bytes = Buffer.from(whole);
      const at = Math.floor((bytes.length * (flip + 0.5)) / 20);
      bytes[at] = bytes[at]! ^ 1;
      writeFileSync(path, bytes);
      return codeOf(() => readEverything(path));
    });
    const failures = new Set(['store.damaged', 'store.wrong-key']);
    expect(outcomes.filter((outcome) => !failures.has(outcome))).toEqual([]);
  });

  it('survives a power cut: commits are synced', () => {
    const db = openStore(join(makeFolder(), 'till.db'), testKey);
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('secure_delete', { simple: true })).toBe(1);
    db.close();
  });
});

describe('migrations', () => {
  it('bring a new store to this version, and a second start changes nothing', () => {
    const db = openStore(join(makeFolder(), 'till.db'), testKey);
    migrate(db);
    const schema = db.prepare(`SELECT group_concat(sql) AS sql FROM sqlite_master`).get();
    migrate(db);
    expect(db.pragma('user_version', { simple: true })).toBe(schemaVersion);
    expect(db.prepare(`SELECT group_concat(sql) AS sql FROM sqlite_master`).get()).toEqual(schema);
    db.close();
  });

  it('leave data of a newer version alone', () => {
    const db = openStore(join(makeFolder(), 'till.db'), testKey);
    db.pragma(`user_version = ${schemaVersion + 1}`);
    expect(codeOf(() => migrate(db))).toBe('store.too-new');
    db.close();
  });

  it('make STRICT tables only', () => {
    const db = openStore(join(makeFolder(), 'till.db'), testKey);
    migrate(db);
    const loose = db
      .prepare(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
      )
      .all();
    expect(loose).toEqual([]);
    db.close();
  });
});

describe('the data folder', () => {
  it('belongs to one till at a time', () => {
    const folder = makeFolder();
    const release = claimDataFolder(folder);
    expect(codeOf(() => claimDataFolder(folder))).toBe('store.in-use');
    release();
    claimDataFolder(folder)();
  });

  it('says so when it cannot be made', () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(codeOf(() => claimDataFolder(join(folder, 'file', 'data')))).toBe('store.unwritable');
  });
});
