import { existsSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDiskReserve, type DiskReserve } from '../../../electron/core/db/disk-reserve.ts';
import { storeFailureOf } from '../../../electron/core/db/open.ts';
import { createWriter } from '../../../electron/core/db/writer.ts';
import { makeFolder, openWriter } from './open-writer.ts';

const author = (mutationId: string) => ({ mutationId, actor: 'Kari', nowMs: 1 });
const draft = (customerUid: string) => ({
  customerUid,
  customerType: 'PERSON' as const,
  firstname: 'Bjørn',
  lastname: 'Åse',
  countryCode: 'NO',
  internalNote: 'n'.repeat(3000),
});

/** A store whose disk is full, and a reserve that counts how often it was given up. */
function openOnFullDisk() {
  const { db } = openWriter();
  const fill = (pages: number) =>
    db.pragma(`max_page_count = ${(db.pragma('page_count', { simple: true }) as number) + pages}`);
  let released = 0;
  const reserve: DiskReserve = {
    keep: () => undefined,
    release: () => {
      released += 1;
      fill(200);
      return true;
    },
  };
  const writer = createWriter(db, reserve);
  return { db, writer, fill: () => fill(0), released: () => released };
}

function create(writer: ReturnType<typeof createWriter>, customerUid: string): string {
  try {
    writer.createCustomer(draft(customerUid), author(`create-${customerUid}`), {
      loyaltyIds: [customerUid.replace('c-', '2900000000')],
    });
    return 'saved';
  } catch (cause) {
    return storeFailureOf(cause)?.error.code ?? 'bug';
  }
}

describe('a full disk', () => {
  it('refuses registrations without touching the reserve', () => {
    const { writer, fill, released } = openOnFullDisk();
    expect(create(writer, 'c-1')).toBe('saved');
    fill();
    let outcome = 'saved';
    for (let number = 2; outcome === 'saved' && number < 50; number += 1) {
      outcome = create(writer, `c-${number}`);
    }
    expect(outcome).toBe('disk.full');
    expect(released()).toBe(0);
  });

  it('gives up the reserve for what is sent, acknowledged and erased', () => {
    const { db, writer, fill, released } = openOnFullDisk();
    create(writer, 'c-1');
    fill();
    // A service's answer that needs more room than there is.
    const record = { ...draft('c-1'), internalNote: 'n'.repeat(100_000) };
    const [claimed] = writer.claimMutations(1, [], 2);
    writer.answerMutations([{ mutationId: claimed!.mutationId, do: 'ack', record }], 3);
    expect(released()).toBe(1);
    writer.deleteCustomer('c-1', author('delete-1'));
    expect(db.prepare(`SELECT state FROM mutation ORDER BY sequence`).pluck().all()).toEqual([
      'acked',
      'pending',
    ]);
  });
});

describe('the reserve', () => {
  it('takes real space, gives it up once, and lays it by again after a while', () => {
    const path = join(makeFolder(), 'till.reserve');
    let nowMs = 0;
    const reserve = createDiskReserve(path, () => nowMs);
    expect(reserve.release()).toBe(false);
    nowMs = 60_000;
    reserve.keep();
    expect(statSync(path).size).toBe(4 << 20);
    expect(statSync(path).blocks * 512).toBeGreaterThanOrEqual(4 << 20);

    expect(reserve.release()).toBe(true);
    reserve.keep();
    expect(existsSync(path)).toBe(false);
    nowMs += 60_000;
    reserve.keep();
    expect(statSync(path).size).toBe(4 << 20);
  });

  it('is made whole when a power cut left half of it, and does without where nothing can be written', () => {
    const folder = makeFolder();
    const path = join(folder, 'till.reserve');
    createDiskReserve(path).keep();
    truncateSync(path, 1000);
    createDiskReserve(path).keep();
    expect(statSync(path).size).toBe(4 << 20);
    rmSync(folder, { recursive: true });
    createDiskReserve(path).keep();
    expect(existsSync(path)).toBe(false);
  });
});
