import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyStore } from '../../../electron/core/db/copy-store.ts';
import { openStore, storeFailureOf } from '../../../electron/core/db/open.ts';
import { settleStoreFiles } from '../../../electron/core/db/store-files.ts';
import { copyStore } from '../../../electron/core/db/copy-store.ts';
import { checkAudit, listAudit } from '../../../electron/core/db/audit.ts';
import { listDrafts } from '../../../electron/core/db/drafts.ts';
import { getConnection, getSettings } from '../../../electron/core/db/settings.ts';
import { getSyncCursor } from '../../../electron/core/db/sync-cursor.ts';
import {
  checkStore,
  recoverStore,
  restoreBackup,
  startAnew,
} from '../../../electron/core/privacy/restore-store.ts';
import { rotateKey } from '../../../electron/core/privacy/rotate-key.ts';
import { makeFolder, testKey } from '../db/open-writer.ts';
import { damageRowsOf, flipPage, pullCustomers, withTill } from './till-on-disk.ts';

const nowMs = 1_800_000_000_000;
let lastMutation = 0;
const author = () => ({ mutationId: `m-${(lastMutation += 1)}`, actor: 'Kari', nowMs });
const draft = (customerUid: string) => ({
  customerUid,
  customerType: 'PERSON' as const,
  firstname: 'Bjørn',
  lastname: 'Åse',
  countryCode: 'NO',
});
const create = { loyaltyIds: ['2900000000000018', '2900000000000025', '2900000000000032'] };

interface Till {
  readonly dataDir: string;
  readonly file: string;
}

/** A till with 200 customers of the service, one that waits to be sent, and a backup of that. */
function tillWithBackup(): Till {
  const dataDir = makeFolder();
  const file = join(makeFolder(), 'till.backup');
  withTill(dataDir, (writer, db) => {
    pullCustomers(
      writer,
      Array.from({ length: 200 }, (_, index) => `c-${index}`),
    );
    writer.createCustomer(draft('new-before'), author(), create);
    copyStore(db, file);
  });
  return { dataDir, file };
}

const restore = ({ dataDir, file }: Till) => restoreBackup({ dataDir, key: testKey, file, nowMs });

function statesOf(dataDir: string): Record<string, string> {
  return withTill(dataDir, (_writer, db) =>
    Object.fromEntries(
      (
        db.prepare(`SELECT customer_uid AS uid, state FROM mutation ORDER BY sequence`).all() as {
          uid: string;
          state: string;
        }[]
      ).map(({ uid, state }) => [uid, state]),
    ),
  );
}

const connectionTo = (tenant: string) => ({
  service: 'flow-retail' as const,
  url: 'https://service.example',
  tenant,
  practice: false,
});

/** What went aside, folder by folder. */
function asideOf(dataDir: string): string[] {
  const folder = join(dataDir, 'aside');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => readdirSync(join(folder, name)).toSorted().join(' '))
    .toSorted();
}

/** What is wrong with the audit trail of a folder's store. */
function faultOf(dataDir: string): unknown {
  return withTill(dataDir, (_writer, db) => checkAudit(db, 10_000).fault);
}

function uidsOf(dataDir: string): string[] {
  return withTill(dataDir, (_writer, db) =>
    (db.prepare(`SELECT customer_uid AS uid FROM customer WHERE hidden = 0`).all() as { uid: string }[]).map(
      ({ uid }) => uid,
    ),
  );
}

describe('restoring a backup', () => {
  it('keeps what was not sent yet, and pulls everything else', () => {
    const till = tillWithBackup();
    withTill(till.dataDir, (writer) => {
      writer.createCustomer(draft('new-after'), author(), create);
      writer.updateCustomer('c-1', { email: 'anne@example.no' }, author());
    });
    const restored = restore(till);
    expect(restored).toMatchObject({ ok: true, customers: 202, unsent: 3, unreadable: [] });
    expect(statesOf(till.dataDir)).toEqual({
      'new-before': 'pending',
      'new-after': 'pending',
      'c-1': 'pending',
    });
    withTill(till.dataDir, (_writer, db) => {
      expect(
        db.prepare(`SELECT record ->> '$.email' AS email FROM customer WHERE customer_uid = 'c-1'`).get(),
      ).toEqual({
        email: 'anne@example.no',
      });
      expect(getSyncCursor(db).watermarkMs).toBe(null);
      expect(listAudit(db, { limit: 10 }).map(({ action }) => action)).toEqual(
        expect.arrayContaining(['till.restored', 'customers.update']),
      );
    });
    expect(existsSync(join(till.dataDir, 'aside'))).toBe(true);
    expect(faultOf(till.dataDir)).toBe(null);
  });

  it('takes nothing for given up because another store does not have it', () => {
    const till = tillWithBackup();
    const empty = makeFolder();
    withTill(empty, () => {});
    expect(restore({ ...till, dataDir: empty })).toMatchObject({
      ok: true,
      customers: 201,
      unsent: 1,
      unreadable: [],
    });
    // The till it is of may have sent it since.
    expect(statesOf(empty)).toEqual({ 'new-before': 'unknown' });
    expect(faultOf(empty)).toBe(null);

    // A copy of before is no later state either.
    const older = makeFolder();
    withTill(till.dataDir, (writer, db) => {
      copyStore(db, join(older, 'till.db'));
      writer.createCustomer(draft('new-after'), author(), create);
      rmSync(till.file);
      copyStore(db, till.file);
    });
    expect(restore({ ...till, dataDir: older })).toMatchObject({ ok: true, unsent: 2 });
    expect(statesOf(older)).toEqual({ 'new-before': 'unknown', 'new-after': 'unknown' });
    expect(faultOf(older)).toBe(null);
  });

  it('carries what another till has not sent, its service and its erasures, and keeps the backup’s own', () => {
    const till = tillWithBackup();
    withTill(till.dataDir, (writer, db) => {
      writer.changeSettings({ shopName: 'Storgata' });
      writer.keepDraft('Kari', { kind: 'change', customerUid: 'c-2', values: { city: 'Bodø' } }, nowMs);
      rmSync(till.file);
      copyStore(db, till.file);
    });
    const other = makeFolder();
    withTill(other, (writer) => {
      writer.setConnection(connectionTo('TA'), null);
      writer.changeSettings({ shopName: 'Torget' });
      pullCustomers(writer, ['c-1', 'c-7', 'elsewhere']);
      writer.createCustomer(draft('new-there'), author(), create);
      writer.updateCustomer('elsewhere', { email: 'anne@example.no' }, author());
      writer.erasePerson('c-7', { ...author(), reason: 'data-request' });
    });
    expect(restore({ ...till, dataDir: other })).toMatchObject({ ok: true, unsent: 4, unreadable: [] });
    expect(statesOf(other)).toEqual({
      'new-before': 'unknown',
      'new-there': 'pending',
      elsewhere: 'pending',
      'c-7': 'pending',
    });
    const uids = uidsOf(other);
    expect(uids).toEqual(expect.arrayContaining(['new-before', 'new-there', 'elsewhere', 'c-1']));
    expect(uids).not.toContain('c-7');
    expect(faultOf(other)).toBe(null);
    withTill(other, (_writer, db) => {
      expect(getSettings(db).shopName).toBe('Storgata');
      expect(getConnection(db)).toMatchObject({ tenant: 'TA' });
      expect(listDrafts(db, 'Kari', nowMs)).toHaveLength(1);
    });
  });

  it('takes no backup of another tenant, and changes nothing then', () => {
    const till = tillWithBackup();
    withTill(till.dataDir, (writer, db) => {
      writer.setConnection(connectionTo('TB'), null);
      rmSync(till.file);
      copyStore(db, till.file);
    });
    const other = makeFolder();
    withTill(other, (writer) => writer.setConnection(connectionTo('TA'), null));
    const before = readFileSync(join(other, 'till.db'));
    expect(restore({ ...till, dataDir: other })).toMatchObject({
      ok: false,
      error: { code: 'backup.other-tenant' },
    });
    expect(readFileSync(join(other, 'till.db')).equals(before)).toBe(true);
    expect(readdirSync(other).filter((name) => !/^till\.(db|lock)/.test(name))).toEqual([]);
  });

  it('sends nothing again that was sent or given up since', () => {
    const till = tillWithBackup();
    withTill(till.dataDir, (writer) => {
      const [claimed] = writer.claimMutations(1, [], nowMs);
      writer.answerMutations([{ mutationId: claimed!.mutationId, do: 'ack', record: null }], nowMs);
    });
    expect(restore(till)).toMatchObject({ ok: true, unsent: 0 });
    expect(statesOf(till.dataDir)).toEqual({ 'new-before': 'acked' });
    expect(uidsOf(till.dataDir)).toContain('new-before');

    const other = tillWithBackup();
    withTill(other.dataDir, (writer) => writer.discardMutation(`m-${lastMutation}`, author()));
    expect(restore(other)).toMatchObject({ ok: true, unsent: 0 });
    expect(uidsOf(other.dataDir)).not.toContain('new-before');
  });

  it('brings nobody back who was erased since', () => {
    const till = tillWithBackup();
    withTill(till.dataDir, (writer) => {
      writer.erasePerson('c-7', { ...author(), reason: 'data-request' });
      writer.erasePerson('new-before', { ...author(), reason: 'data-request' });
    });
    expect(restore(till)).toMatchObject({ ok: true, customers: 199 });
    const uids = uidsOf(till.dataDir);
    expect(uids).not.toContain('c-7');
    expect(uids).not.toContain('new-before');
    // The service is still to be told of the one it has.
    expect(statesOf(till.dataDir)['c-7']).toBe('pending');
  });

  it('brings back no form that was saved, given up or erased since, and keeps what is being typed now', () => {
    const till = tillWithBackup();
    const typed = (uid: string) => ({ kind: 'change', customerUid: uid, values: { city: 'Bodø' } }) as const;
    withTill(till.dataDir, (writer, db) => {
      for (const uid of ['c-1', 'c-2']) writer.keepDraft('Kari', typed(uid), nowMs);
      rmSync(till.file);
      copyStore(db, till.file);
      writer.dropDraft('Kari', 'c-1');
    });
    expect(restore(till)).toMatchObject({ ok: true, unreadable: [] });
    const draftsOf = () => withTill(till.dataDir, (_writer, db) => listDrafts(db, 'Kari', nowMs));
    expect(draftsOf().map(({ draft }) => draft.customerUid)).toEqual(['c-2']);

    // Nobody can say whose the name is that somebody was typing: it went with the erasure, and stays away.
    withTill(till.dataDir, (writer) => {
      writer.erasePerson('c-7', { ...author(), reason: 'data-request' });
      writer.keepDraft('Kari', typed('c-3'), nowMs);
    });
    expect(restore(till)).toMatchObject({ ok: true });
    expect(draftsOf().map(({ draft }) => draft.customerUid)).toEqual(['c-3']);
  });

  it('asks the service before it sends again what nobody can tell about', () => {
    const till = tillWithBackup();
    writeFileSync(join(till.dataDir, 'till.db'), 'nothing of a store');
    expect(restore(till)).toMatchObject({
      ok: true,
      customers: 201,
      unsent: 1,
      unreadable: expect.arrayContaining(['mutation', 'print_job', 'tombstone']),
    });
    expect(statesOf(till.dataDir)).toEqual({ 'new-before': 'unknown' });
  });

  it('works on a store that was left in the middle of its work', () => {
    const till = tillWithBackup();
    const crashed = makeFolder();
    withTill(till.dataDir, (writer) => {
      writer.createCustomer(draft('new-after'), author(), create);
      for (const name of ['till.db', 'till.db-wal'])
        copyFileSync(join(till.dataDir, name), join(crashed, name));
    });
    expect(restore({ ...till, dataDir: crashed })).toMatchObject({ ok: true, unsent: 2, unreadable: [] });
  });

  it('says which file is no backup of this till, and leaves the till as it is', () => {
    const till = tillWithBackup();
    const before = readFileSync(join(till.dataDir, 'till.db'));
    const other = join(makeFolder(), 'other');
    writeFileSync(other, Buffer.alloc(8192, 7));
    for (const file of [other, join(till.dataDir, 'nowhere.backup')]) {
      expect(restore({ ...till, file })).toMatchObject({
        ok: false,
        error: { code: file === other ? 'backup.unusable' : 'file.unreadable' },
      });
    }
    expect(restoreBackup({ ...till, key: new Uint8Array(32), nowMs })).toMatchObject({
      ok: false,
      error: { code: 'backup.unusable' },
    });
    expect(readFileSync(join(till.dataDir, 'till.db')).equals(before)).toBe(true);
  });

  it('says what is no file of a backup at all', () => {
    const till = tillWithBackup();
    const empty = join(makeFolder(), 'empty.backup');
    writeFileSync(empty, '');
    const beginning = join(makeFolder(), 'beginning.backup');
    openStore(beginning, testKey, { copy: true }).close();
    for (const file of [empty, beginning, '/dev/null', till.dataDir]) {
      expect(restore({ ...till, file }), file).toMatchObject({
        ok: false,
        error: { code: 'backup.unusable', message: expect.stringContaining(file) },
      });
    }
    expect(statesOf(till.dataDir)).toEqual({ 'new-before': 'pending' });
  });

  it('into an empty folder has nothing there to complain of', () => {
    const till = tillWithBackup();
    expect(restore({ ...till, dataDir: makeFolder() })).toMatchObject({
      ok: true,
      customers: 201,
      unsent: 1,
      unreadable: [],
      aside: null,
    });
  });

  it('goes back to the version before with the changes that were not sent, as far as it knows them', () => {
    const till = tillWithBackup();
    withTill(till.dataDir, (writer, db) => {
      writer.createCustomer(draft('new-after'), author(), create);
      db.exec(`ALTER TABLE mutation ADD COLUMN weight INTEGER NOT NULL DEFAULT 3;
        CREATE TABLE of_a_newer_version (id INTEGER PRIMARY KEY);`);
      db.pragma('user_version = 9999');
    });
    expect(restore(till)).toMatchObject({ ok: true, customers: 202, unsent: 2, unreadable: [] });
    expect(statesOf(till.dataDir)).toEqual({ 'new-before': 'pending', 'new-after': 'pending' });
  });

  it('asks about changes in a state it does not know, and keeps those aside that it cannot make', () => {
    const till = tillWithBackup();
    withTill(till.dataDir, (writer, db) => {
      for (const uid of ['new-state', 'new-kind']) writer.createCustomer(draft(uid), author(), create);
      db.exec(`UPDATE mutation SET state = 'postponed' WHERE customer_uid = 'new-state';
        UPDATE mutation SET kind = 'teleport' WHERE customer_uid = 'new-kind'`);
      db.pragma('user_version = 9999');
    });
    expect(restore(till)).toMatchObject({ ok: true, unsent: 2, unreadable: ['mutation'] });
    expect(statesOf(till.dataDir)).toEqual({ 'new-before': 'pending', 'new-state': 'unknown' });
    expect(existsSync(join(till.dataDir, 'aside'))).toBe(true);
  });

  it('makes no new store of what a newer version has written', () => {
    const till = tillWithBackup();
    withTill(till.dataDir, (_writer, db) => db.pragma('user_version = 9999'));
    expect(recoverStore({ dataDir: till.dataDir, key: testKey, nowMs })).toMatchObject({
      ok: false,
      error: { code: 'store.too-new' },
    });
  });

  it('is finished by whoever opens the folder when it died between two moves', () => {
    const till = tillWithBackup();
    const { dataDir } = till;
    copyFileSync(till.file, join(dataDir, 'till.next.db'));
    mkdirSync(join(dataDir, 'aside', '2027-01-01'), { recursive: true });
    writeFileSync(join(dataDir, 'aside', '2027-01-01', 'till.db-wal'), '');
    settleStoreFiles(dataDir);
    expect(existsSync(join(dataDir, 'aside', '2027-01-01', 'till.db'))).toBe(true);
    expect(existsSync(join(dataDir, 'till.next.db'))).toBe(false);
    expect(verifyStore(join(dataDir, 'till.db'), testKey)).toMatchObject({ customers: 201, unsent: 1 });
    // Died after both moves: the store's place is empty.
    renameSync(join(dataDir, 'till.db'), join(dataDir, 'till.next.db'));
    settleStoreFiles(dataDir);
    expect(verifyStore(join(dataDir, 'till.db'), testKey)).toMatchObject({ customers: 201, unsent: 1 });
  });
});

describe('a store whose file is gone or empty, beside what it left', () => {
  /** Its newest change is in the log alone. */
  function lostStore(how: 'gone' | 'empty', trace: 'log' | 'reserve'): Till {
    const till = tillWithBackup();
    const dataDir = makeFolder();
    const name = trace === 'log' ? 'till.db-wal' : 'till.reserve';
    withTill(till.dataDir, (writer) => {
      writer.createCustomer(draft('new-after'), author(), create);
      copyFileSync(join(till.dataDir, trace === 'log' ? name : 'till.db'), join(dataDir, name));
    });
    if (how === 'empty') writeFileSync(join(dataDir, 'till.db'), '');
    return { ...till, dataDir };
  }
  const kinds = [
    ['gone', 'log'],
    ['empty', 'log'],
    ['gone', 'reserve'],
    ['empty', 'reserve'],
  ] as const;

  it.each(kinds)('(%s, %s) is damaged, and nothing is touched', (how, trace) => {
    const { dataDir } = lostStore(how, trace);
    const bytesOf = () =>
      readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name)).toString('hex'));
    const before = bytesOf();
    const codeOf = (run: () => unknown) => {
      try {
        run();
      } catch (cause) {
        return storeFailureOf(cause)?.error.code;
      }
      return undefined;
    };
    expect(codeOf(() => openStore(join(dataDir, 'till.db'), testKey))).toBe('store.damaged');
    expect(bytesOf()).toEqual(before);
    const task = { dataDir, key: testKey, newKey: testKey, nowMs };
    for (const run of [recoverStore, checkStore, rotateKey]) {
      expect(run(task)).toMatchObject({
        ok: false,
        error: { code: 'store.damaged' },
      });
    }
    rmSync(join(dataDir, 'till.lock'));
    expect(bytesOf()).toEqual(before);
  });

  it.each(kinds)('(%s, %s) makes room for a backup', (how, trace) => {
    const till = lostStore(how, trace);
    expect(restore(till)).toMatchObject({
      ok: true,
      unsent: 1,
      unreadable: expect.arrayContaining(['mutation']),
    });
    expect(statesOf(till.dataDir)).toEqual({ 'new-before': 'unknown' });
    expect(faultOf(till.dataDir)).toBe(null);
    const store = how === 'empty' ? ['till.db'] : [];
    expect(asideOf(till.dataDir)).toEqual(trace === 'log' ? ['till.db till.db-wal'] : store);
  });

  it.each(kinds)('(%s, %s) makes room for a new one', (how, trace) => {
    const { dataDir } = lostStore(how, trace);
    expect(startAnew(dataDir)).toMatchObject({ ok: true });
    expect(startAnew(dataDir)).toMatchObject({ ok: false, error: { code: 'store.none' } });
    withTill(dataDir, (writer) => writer.createCustomer(draft('new'), author(), create));
    expect(statesOf(dataDir)).toEqual({ new: 'pending' });
    // What goes aside later does not mix with it.
    startAnew(dataDir);
    const store = how === 'empty' ? ['till.db'] : [];
    expect(asideOf(dataDir)).toEqual(['till.db', ...(trace === 'log' ? ['till.db till.db-wal'] : store)]);
  });

  it('is put away whole by whoever goes on after a crash', () => {
    const { dataDir, file } = lostStore('empty', 'log');
    // Died when the empty file had gone aside and the log had not, with a backup on its way.
    mkdirSync(join(dataDir, 'aside', '2027-01-01'), { recursive: true });
    renameSync(join(dataDir, 'till.db'), join(dataDir, 'aside', '2027-01-01', 'till.db'));
    copyFileSync(file, join(dataDir, 'till.next.db'));
    settleStoreFiles(dataDir);
    expect(asideOf(dataDir)).toEqual(['till.db', 'till.db till.db-wal']);
    expect(verifyStore(join(dataDir, 'till.db'), testKey)).toMatchObject({ customers: 201, unsent: 1 });
  });
});

describe('recovering a damaged store without a backup', () => {
  it('saves what can be read and names what cannot', () => {
    const till = tillWithBackup();
    damageRowsOf(till.dataDir, 'customer');
    const recovered = recoverStore({ dataDir: till.dataDir, key: testKey, nowMs });
    expect(recovered).toMatchObject({ ok: true, unsent: 1, unreadable: ['customer'] });
    const { customers } = recovered as { customers: number };
    expect(customers).toBeGreaterThan(180);
    expect(customers).toBeLessThan(201);
    expect(statesOf(till.dataDir)).toEqual({ 'new-before': 'pending' });
    expect(verifyStore(join(till.dataDir, 'till.db'), testKey)).toMatchObject({ customers, unsent: 1 });
  });

  it('changes nothing where nothing can be read', () => {
    const till = tillWithBackup();
    flipPage(till.dataDir, 1);
    const before = readFileSync(join(till.dataDir, 'till.db'));
    expect(recoverStore({ dataDir: till.dataDir, key: testKey, nowMs })).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^store\.(wrong-key|damaged)$/) },
    });
    expect(readFileSync(join(till.dataDir, 'till.db')).equals(before)).toBe(true);
    expect(existsSync(join(till.dataDir, 'till.new.db'))).toBe(false);
  });

  it('sets data whose key is lost aside with its key file, where it opens once the key is found', () => {
    const till = tillWithBackup();
    writeFileSync(join(till.dataDir, 'store.key'), 'wrapped by an account that is gone');
    const begun = startAnew(till.dataDir);
    const { aside } = begun as unknown as { aside: string };
    expect(existsSync(join(till.dataDir, 'till.db'))).toBe(false);
    expect(existsSync(join(aside, 'store.key'))).toBe(true);
    expect(statesOf(aside)).toEqual({ 'new-before': 'pending' });
    expect(startAnew(till.dataDir)).toMatchObject({ ok: false, error: { code: 'store.none' } });
  });
});
