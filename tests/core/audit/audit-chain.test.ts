import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { storePathOf } from '../../../electron/core/db/data-folder.ts';
import { openStore } from '../../../electron/core/db/open.ts';
import { checkWholeAudit } from '../../../electron/core/privacy/check-audit.ts';
import { makeFolder, openWriter, testKey } from '../db/open-writer.ts';
import { openCore } from '../operations/open-core.ts';
import { codeOf, comeIn, openShop } from '../session/open-shop.ts';

const secondMs = 1000;

/** A till with a trail of five entries, an hour apart. */
function openTrail() {
  const store = openWriter();
  const { writer, reader, db } = store;
  const append = (number: number) =>
    writer.appendAudit({
      atMs: number * secondMs,
      actor: 'Kari',
      action: 'customers.get',
      customerUid: `c-${number}`,
      outcome: 'ok',
    });
  for (let number = 1; number <= 5; number += 1) append(number);
  const check = (noted?: { sequence: number; hash: string }) =>
    checkWholeAudit({ checkAudit: async (_many, before, mark) => reader.checkAudit(2, before, mark) }, noted);
  return { ...store, append, check, tamper: (sql: string) => db.exec(sql) };
}

describe('the audit trail', () => {
  it('is whole as it was written, however many steps the check takes', async () => {
    const { check, reader } = openTrail();
    const [newest] = reader.readAuditPart({ afterSequence: 4, limit: 9 });
    expect(await check()).toEqual({ entries: 5, head: { sequence: 5, hash: newest?.hash }, fault: null });
  });

  it.each([
    ['an actor put in another’s place', `UPDATE audit SET actor = 'Ola' WHERE sequence = 3`, 'edited', 3],
    ['another time', `UPDATE audit SET at_ms = 1 WHERE sequence = 3`, 'edited', 3],
    ['a reason added', `UPDATE audit SET reason = 'other' WHERE sequence = 2`, 'edited', 2],
    ['an entry taken out', `DELETE FROM audit WHERE sequence = 3`, 'gap', 4],
    ['the first entries taken out', `DELETE FROM audit WHERE sequence < 3`, 'gap', 3],
    ['the end cut off', `DELETE FROM audit WHERE sequence > 3`, 'cut', 4],
    ['all of it gone', `DELETE FROM audit`, 'cut', 1],
    [
      'two entries in each other’s place',
      `UPDATE audit SET sequence = 99 WHERE sequence = 2; UPDATE audit SET sequence = 2 WHERE sequence = 3;
       UPDATE audit SET sequence = 3 WHERE sequence = 99`,
      'edited',
      2,
    ],
    [
      'the end cut off and its mark put back',
      `DELETE FROM audit WHERE sequence > 3;
       UPDATE audit_link SET sequence = 3, hash = (SELECT hash FROM audit WHERE sequence = 3) WHERE name = 'head'`,
      'unsigned',
      3,
    ],
    ['the mark of the end gone', `DELETE FROM audit_link WHERE name = 'head'`, 'unsigned', 5],
    [
      'the beginning cut off and its mark moved',
      `UPDATE audit_link SET sequence = 2, hash = (SELECT hash FROM audit WHERE sequence = 2) WHERE name = 'anchor';
       DELETE FROM audit WHERE sequence < 3`,
      'unsigned',
      0,
    ],
  ])('shows %s, also after the till went on', async (_what, sql, kind, sequence) => {
    const { tamper, check, append } = openTrail();
    tamper(sql);
    expect((await check()).fault).toEqual({ kind, sequence });
    append(6);
    append(7);
    expect((await check()).fault).not.toBeNull();
  });

  it('shows that it was written anew as a whole to whoever has noted an entry', async () => {
    const { db, check, reader } = openTrail();
    const { head } = await check();
    const others = openTrail();
    others.tamper(`UPDATE audit SET actor = 'Nobody'`);
    // What somebody with the key and this program can make: whole in itself.
    const { check: checkForged } = openWriterWith(reader.readAuditPart({ afterSequence: 0, limit: 4 }));
    expect((await checkForged()).fault).toBeNull();
    expect((await checkForged(head)).fault).toEqual({ kind: 'cut', sequence: 5 });
    expect((await check(head)).fault).toBeNull();
    expect((await check({ ...head, hash: 'f'.repeat(64) })).fault).toMatchObject({
      kind: 'other-than-noted',
    });
    expect(db.prepare('SELECT count(*) FROM audit').pluck().get()).toBe(5);
  });

  it('loses its oldest entries when they are too old, and is whole still', async () => {
    const { writer, check, append } = openTrail();
    expect(writer.cutAudit(3 * secondMs, 100, 9 * secondMs)).toBe(false);
    const { entries, fault } = await check();
    // Three of five, and that it was cut.
    expect({ entries, fault }).toEqual({ entries: 4, fault: null });
    append(7);
    expect((await check()).fault).toBeNull();
    expect(writer.cutAudit(Number.MAX_SAFE_INTEGER, 100, 9 * secondMs)).toBe(false);
    expect(await check()).toMatchObject({ entries: 1, fault: null });
  });

  it('is found by who, what, whom and when', () => {
    const { reader, writer } = openTrail();
    writer.appendAudit({
      atMs: 9 * secondMs,
      actor: 'Ola',
      action: 'customers.export',
      outcome: 'ok',
      reason: 'data-request',
    });
    const sequences = (filter: object) =>
      reader.listAudit({ limit: 9, ...filter }).map(({ sequence }) => sequence);
    expect(sequences({ actor: 'Ola' })).toEqual([6]);
    expect(sequences({ action: 'customers.get', customerUid: 'c-2' })).toEqual([2]);
    expect(sequences({ from: '1970-01-01T00:00:04Z', to: '1970-01-01T00:00:06Z' })).toEqual([5, 4]);
    expect(sequences({ beforeSequence: 3 })).toEqual([2, 1]);
    expect(reader.auditFilterValues()).toEqual({
      actors: ['Kari', 'Ola'],
      actions: ['customers.export', 'customers.get'],
    });
  });
});

/** A till whose trail somebody wrote from another one's entries. */
function openWriterWith(
  entries: readonly { at: string; actor: string; action: string; customerUid: string | null }[],
) {
  const { writer, reader } = openWriter();
  for (const { at, actor, action, customerUid } of entries) {
    writer.appendAudit({
      atMs: Date.parse(at),
      actor,
      action,
      customerUid: customerUid ?? undefined,
      outcome: 'ok',
    });
  }
  return {
    check: (noted?: { sequence: number; hash: string }) =>
      checkWholeAudit(
        { checkAudit: async (many, before, mark) => reader.checkAudit(many, before, mark) },
        noted,
      ),
  };
}

describe('what gets into the trail', () => {
  const person = {
    customerUid: 'c-1',
    customerType: 'PERSON' as const,
    firstname: 'Solveig',
    lastname: 'Kanarifugl',
    countryCode: 'NO',
  };

  it('is every look, card, change and export, by id and never by what was typed', async () => {
    const { core } = await openCore({ unattendedAs: 'Kari' });
    const uid = { customerUid: 'c-1' };
    await core.call('customers.create', { customer: person });
    await core.call('customers.search', { query: 'Kanarifugl' });
    await core.call('customers.get', uid);
    await core.call('customers.update', { ...uid, changes: { firstname: 'Synnøve' } });
    await core.call('cards.render', { ...uid, format: 'svg' });
    await core.call('cards.render', { ...uid, format: 'pdf' });
    await core.call('customers.export', { ...uid, reason: 'data-request', withoutService: true });
    await core.call('settings.set', { changes: { shopName: 'Kanarifugl AS' } });
    const { entries } = (await core.call('audit.list', {})) as {
      entries: {
        action: string;
        customerUid: string;
        actor: string;
        reason: string | null;
        fields: string[];
      }[];
    };
    expect(entries.toReversed().map(({ action, customerUid }) => [action, customerUid])).toEqual([
      ['customers.create', 'c-1'],
      ['customers.get', 'c-1'],
      ['customers.update', 'c-1'],
      ['cards.render', 'c-1'],
      ['customers.export', 'c-1'],
      ['settings.set', null],
    ]);
    expect(entries.find(({ action }) => action === 'customers.export')?.reason).toBe('data-request');
    expect(entries[0]?.fields).toEqual(['shopName']);
    expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set(['Kari']));
    expect(JSON.stringify(entries)).not.toMatch(/kanarifugl|synnøve|solveig/i);
  });

  it('is who read on deep in the list of customers, and how many; not a first page, and nothing that was typed', async () => {
    const { core } = await openShop();
    const file = join(makeFolder(), 'base.jsonl');
    const base = Array.from({ length: 210 }, (_, at) => ({ ...person, customerUid: `c-${at}` }));
    writeFileSync(file, base.map((one) => `${JSON.stringify(one)}\n`).join(''));
    await core.importFile(file);
    await comeIn(core, 'Ola');
    const page = (offset?: number) =>
      core.call('customers.search', { query: '', types: ['PERSON'], limit: 200, offset });
    expect(await page()).toMatchObject({ more: true });
    expect(await page(20)).toMatchObject({ more: false });
    await core.call('customers.search', { query: 'Kanarifugl', limit: 200 });
    expect(await page(200)).toMatchObject({ ok: true });
    expect(await page(999)).toMatchObject({ ok: true });
    expect(codeOf(await page(1000))).toBe('session.not-allowed');
    await comeIn(core, 'Kari');
    expect(await page(1000)).toMatchObject({ ok: true });
    const listed = await core.call('audit.list', {});
    const entries = listed.ok ? listed.entries.toReversed() : [];
    expect(
      entries
        .filter(({ action }) => /import|search/.test(action))
        .map(({ actor, action, outcome, count }) => [actor, action, outcome, count]),
    ).toEqual([
      ['Kari', 'customers.import', 'ok', 210],
      ['Ola', 'customers.search', 'ok', 10],
      ['Ola', 'customers.search', 'ok', 0],
      ['Ola', 'customers.search', 'session.not-allowed', null],
      ['Kari', 'customers.search', 'ok', 0],
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/kanarifugl/i);
  });

  it('is a picture of a card whose customer was not opened by the same cashier just before', async () => {
    let nowMs = Date.now();
    const { core } = await openShop({ clock: () => nowMs });
    await core.call('customers.create', { customer: person });
    await core.call('settings.set', { changes: { lockAfterMinutes: 0 } });
    await comeIn(core, 'Ola');
    const uid = { customerUid: 'c-1' };
    const draw = () => core.call('cards.render', { ...uid, format: 'svg' });
    const drawn = async () => {
      const { entries } = (await core.call('audit.list', { action: 'cards.render' })) as {
        entries: { actor: string; customerUid: string }[];
      };
      return entries.map(({ actor, customerUid }) => `${actor} ${customerUid}`);
    };
    await draw();
    nowMs += 3_600_000;
    await core.call('customers.get', uid);
    await draw();
    await comeIn(core, 'Kari');
    expect(await drawn()).toEqual(['Ola c-1']);
    await draw();
    expect(await drawn()).toEqual(['Kari c-1', 'Ola c-1']);
  });

  it('is handed out in full to whom it is about, with that of customers who became them', async () => {
    const { core } = await openCore();
    const uid = { customerUid: 'c-1' };
    await core.call('customers.create', { customer: person });
    await core.call('customers.create', {
      customer: { ...person, customerUid: 'c-2', firstname: 'Synnøve' },
    });
    await core.call('customers.get', { customerUid: 'c-2' });
    await core.call('customers.merge', { ...uid, mergeFromCustomerUid: 'c-2' });
    for (let at = 0; at < 520; at += 1) await core.call('customers.get', uid);
    const exported = await core.call('customers.export', { ...uid, withoutService: true });
    const audit = exported.ok ? exported.export.thisTill.audit : [];
    const sequences = audit.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...new Set(sequences)].toSorted((one, other) => other - one));
    const count = (action: string, of: string) =>
      audit.filter((entry) => entry.action === action && entry.customerUid === of).length;
    expect(count('customers.get', 'c-1')).toBe(520);
    expect([count('customers.create', 'c-1'), count('customers.create', 'c-2')]).toEqual([1, 1]);
    expect(count('customers.get', 'c-2')).toBe(1);
  });

  it('leaves the till as JSON lines and as a table, with hashes to be noted', async () => {
    const { core } = await openCore({ unattendedAs: '=Kari' });
    await core.call('customers.create', { customer: person });
    await core.call('customers.get', { customerUid: 'c-1' });
    const lines = await core.call('audit.export', { format: 'json-lines' });
    const table = await core.call('audit.export', { format: 'csv', action: 'customers.get' });
    if (!lines.ok || !table.ok) throw new Error('not exported');
    const entries = lines.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { sequence: number; hash: string });
    expect(lines.fileName).toMatch(/^audit-\d{4}-\d\d-\d\d\.jsonl$/);
    expect(lines.next).toBeNull();
    const { sequence, hash } = entries[0]!;
    expect(await core.call('audit.verify', { noted: { sequence, hash } })).toMatchObject({ fault: null });
    expect(table.text.split('\r\n')[1]).toContain(`"'=Kari","customers.get","c-1"`);
  });

  it('is said to be whole, or not, by the doctor', async () => {
    const { core } = await openCore();
    await core.call('customers.create', { customer: person });
    const findings = await core.diagnose();
    expect(findings.find(({ check }) => check === 'audit')).toMatchObject({ ok: true });
  });

  it('has on disk who opened a customer when the customer is shown: a kill the moment after takes nothing', async () => {
    const { core, dataDir } = await openCore();
    await core.call('customers.create', {
      customer: {
        customerUid: 'c-1',
        customerType: 'PERSON',
        firstname: 'Kari',
        lastname: 'Li',
        countryCode: 'NO',
      },
    });
    const disk = openStore(storePathOf(dataDir), testKey, { readonly: true });
    onTestFinished(() => void disk.close());
    const noted = disk.prepare<[], { total: number }>(
      `SELECT count(*) AS total FROM audit WHERE action = 'customers.get'`,
    );
    for (let opened = 1; opened <= 10; opened += 1) {
      await core.call('customers.get', { customerUid: 'c-1' });
      expect(noted.get()?.total).toBe(opened);
    }
  });
});
