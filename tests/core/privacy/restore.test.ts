import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyStore } from '../../../electron/core/db/copy-store.ts';
import { settleStoreFiles } from '../../../electron/core/db/store-files.ts';
import { copyStore } from '../../../electron/core/db/copy-store.ts';
import { listAudit } from '../../../electron/core/db/audit.ts';
import { listDrafts } from '../../../electron/core/db/drafts.ts';
import { getSyncCursor } from '../../../electron/core/db/sync-cursor.ts';
import { recoverStore, restoreBackup, startAnew } from '../../../electron/core/privacy/restore-store.ts';
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
