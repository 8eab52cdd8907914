import { describe, expect, it } from 'vitest';
import { fail, TillFailure } from '#shared/contract/errors';
import type { CustomerDraft, CustomerRecord } from '#shared/customer/model';
import { servicePrinter } from '../../../electron/core/db/printers.ts';
import { prepareCustomers } from '../../../electron/core/db/prepared-customers.ts';
import { importNew } from './import-new.ts';
import { openWriter } from './open-writer.ts';

const loyaltyIds = ['2900000000000018', '2900000000000025', '2900000000000032'];
let lastMutation = 0;
const author = () => ({ mutationId: `m-${(lastMutation += 1)}`, actor: 'Kari', nowMs: 1_700_000_000_000 });

const draft = (customerUid: string): CustomerDraft & { customerUid: string } => ({
  customerUid,
  customerType: 'PERSON',
  firstname: 'Bjørn',
  lastname: 'Åse',
  countryCode: 'NO',
  mobile: '+4790012345',
});

const fact = (customerUid: string, fields: object = {}): CustomerRecord => ({
  customerUid,
  customerType: 'PERSON',
  firstname: 'Anne',
  lastname: 'Li',
  lastModifiedAt: '2026-01-01T00:00:00Z',
  fieldNobodyKnows: { kept: true },
  ...fields,
});

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (cause) {
    if (cause instanceof TillFailure) return cause.error.code;
    throw cause;
  }
  return 'no failure';
}

describe('registering', () => {
  it('writes customer, index, mutation and print job together', () => {
    const { writer, reader } = openWriter();
    const card = { jobId: 'job-1', mutationId: 'print-1', printer: servicePrinter };
    const created = writer.createCustomer(draft('c-1'), author(), { loyaltyIds, card });
    expect(created.state).toBe('pending');
    expect(created.customer.loyaltyId).toBe(loyaltyIds[0]);
    expect(created.printJobId).toBe('job-1');
    expect(reader.search({ query: 'asse bjorn', limit: 20 }).hits.map((hit) => hit.customerUid)).toEqual([
      'c-1',
    ]);
    expect(reader.listMutations(['pending'], 10).mutations.map((mutation) => mutation.kind)).toEqual([
      'create',
      'print-card',
    ]);
    expect(reader.listPrintJobs({}, 10, 0).jobs).toMatchObject([{ jobId: 'job-1', state: 'waiting' }]);
  });

  it('answers a second save of the same form with the first one’s customer and mutation', () => {
    const { writer, reader } = openWriter();
    const first = writer.createCustomer(draft('c-1'), author(), { loyaltyIds });
    const second = writer.createCustomer(draft('c-1'), author(), { loyaltyIds });
    expect(second.mutationId).toBe(first.mutationId);
    expect(reader.listMutations(['pending'], 10).total).toBe(1);
    expect(reader.getCoverage().cached).toBe(1);
  });

  it('keeps what the form says differently when it is saved again', () => {
    const { writer, reader } = openWriter();
    const first = writer.createCustomer(draft('c-1'), author(), { loyaltyIds });
    const corrected = { ...draft('c-1'), lastname: 'Ås', email: 'bjorn@example.no' };
    const second = writer.createCustomer(corrected, author(), { loyaltyIds });
    expect(second).toMatchObject({ mutationId: first.mutationId, customer: { lastname: 'Ås' } });
    expect(reader.getCustomer('c-1')?.customer).toMatchObject({
      lastname: 'Ås',
      email: 'bjorn@example.no',
      mobile: '+4790012345',
      loyaltyId: loyaltyIds[0],
    });
    expect(reader.listMutations(['pending'], 10).total).toBe(1);
  });

  it('does not bring back who was deleted when the form is saved again', () => {
    const { writer, reader } = openWriter();
    writer.createCustomer(draft('c-1'), author(), { loyaltyIds });
    const [sent] = writer.claimMutations(1, [], 1);
    writer.deleteCustomer('c-1', author());
    expect(codeOf(() => writer.createCustomer(draft('c-1'), author(), { loyaltyIds }))).toBe(
      'customer.deleted',
    );
    expect(sent?.change.kind).toBe('create');
    expect(reader.getCustomer('c-1')).toBeUndefined();
  });

  it('gives no two customers the same loyalty id', () => {
    const { writer } = openWriter();
    const first = writer.createCustomer(draft('c-1'), author(), { loyaltyIds });
    const second = writer.createCustomer(draft('c-2'), author(), { loyaltyIds });
    expect(second.customer.loyaltyId).not.toBe(first.customer.loyaltyId);
  });

  it('keeps nothing at all when one part of it fails', () => {
    const { writer, reader } = openWriter();
    writer.createCustomer(draft('c-1'), { ...author(), mutationId: 'taken' }, { loyaltyIds });
    expect(() =>
      writer.createCustomer(draft('c-2'), { ...author(), mutationId: 'taken' }, { loyaltyIds }),
    ).toThrow('UNIQUE');
    expect(reader.getCustomer('c-2')).toBeUndefined();
    expect(reader.getCoverage().cached).toBe(1);
  });
});

describe('changing', () => {
  it('sends only what differs, over a record whose unknown fields stay', () => {
    const { writer, reader, db } = openWriter();
    writer.importKnown(prepareCustomers([fact('c-1')]), 0);
    const updated = writer.updateCustomer(
      'c-1',
      { firstname: 'Anne', lastname: 'Lie', mobile: '' },
      author(),
    );
    expect(updated.customer).toMatchObject({ displayName: 'Anne Lie', fieldNobodyKnows: { kept: true } });
    const { payload } = db.prepare(`SELECT payload FROM mutation`).get() as { payload: string };
    expect(JSON.parse(payload)).toEqual({ lastname: 'Lie' });
    expect(reader.search({ query: 'lie anne', limit: 5 }).hits[0]).toMatchObject({
      customerUid: 'c-1',
      state: 'pending',
    });
  });

  it('makes no mutation of a change that changes nothing', () => {
    const { writer, reader } = openWriter();
    writer.importKnown(prepareCustomers([fact('c-1')]), 0);
    expect(writer.updateCustomer('c-1', { lastname: 'Li' }, author()).mutationId).toBeNull();
    expect(reader.listMutations(['pending'], 10).total).toBe(0);
  });

  it('keeps a pending change over a newer record of the service', () => {
    const { writer, reader } = openWriter();
    writer.importKnown(prepareCustomers([fact('c-1')]), 0);
    writer.updateCustomer('c-1', { mobile: '+4790012345' }, author());
    writer.importKnown(prepareCustomers([fact('c-1', { city: 'Oslo', mobile: '' })]), 0);
    expect(reader.getCustomer('c-1')?.customer).toMatchObject({ city: 'Oslo', mobile: '+4790012345' });
  });

  it('takes a deleted customer out of sight at once', () => {
    const { writer, reader } = openWriter();
    writer.importKnown(prepareCustomers([fact('c-1')]), 0);
    writer.deleteCustomer('c-1', author());
    expect(reader.getCustomer('c-1')).toBeUndefined();
    expect(reader.search({ query: 'anne li', limit: 5 }).hits).toEqual([]);
    expect(codeOf(() => writer.updateCustomer('c-1', { city: 'Oslo' }, author()))).toBe('customer.deleted');
  });

  it('leads from a merged customer to the one that stands for it', () => {
    const { writer, reader } = openWriter();
    writer.importKnown(prepareCustomers([fact('c-1'), fact('c-2', { firstname: 'Ane' })]), 0);
    writer.mergeCustomers('c-1', 'c-2', author());
    expect(reader.getCustomer('c-2')).toMatchObject({ customer: { customerUid: 'c-1' }, mergedFrom: 'c-2' });
    expect(reader.search({ query: 'ane', exactMatch: true, limit: 5 }).hits).toEqual([]);
    expect(codeOf(() => writer.mergeCustomers('c-1', 'c-1', author()))).toBe('customer.merge-self');
  });

  it('registers a department under the company that its form’s company has become', () => {
    const { writer, reader } = openWriter();
    const company = { customerType: 'COMPANY', companyName: 'Fjord AS' };
    writer.importKnown(prepareCustomers([fact('c-1', company), fact('c-2', company)]), 0);
    writer.mergeCustomers('c-1', 'c-2', author());
    const [merge] = writer.claimMutations(1, [], 1);
    const record = fact('c-1', company);
    writer.answerMutations([{ mutationId: merge!.mutationId, do: 'ack', record }], 2);
    writer.createCustomer({ ...draft('dept'), customerParentUid: 'c-2' }, author(), { loyaltyIds });
    expect(reader.getCustomer('dept')?.customer).toMatchObject({ customerParentUid: 'c-1' });
  });

  it('brings the source of a merge back when the target’s registration is given up', () => {
    const { writer, reader } = openWriter();
    writer.importKnown(prepareCustomers([fact('c-2', { firstname: 'Ane' })]), 0);
    const { mutationId } = writer.createCustomer(draft('c-1'), author(), { loyaltyIds });
    writer.mergeCustomers('c-1', 'c-2', author());
    writer.discardMutation(mutationId, author());
    expect(reader.getCustomer('c-2')?.customer).toMatchObject({ customerUid: 'c-2', firstname: 'Ane' });
    expect(reader.search({ query: 'ane', exactMatch: true, limit: 5 }).hits).toHaveLength(1);
  });
});

describe('an import', () => {
  it('sends no department before its parent', () => {
    const { writer } = openWriter();
    writer.createCustomer({ ...draft('p-1'), customerType: 'COMPANY', companyName: 'Fjord AS' }, author(), {
      loyaltyIds,
    });
    importNew(writer, fact('d-1', { customerParentUid: 'p-1' }), author());
    expect(writer.claimMutations(4, [], 1).map(({ customerUid }) => customerUid)).toEqual(['p-1']);
  });
});

describe('cards', () => {
  it('gives a customer without a loyalty id one, and prints after it', () => {
    const { writer, reader } = openWriter();
    writer.importKnown(prepareCustomers([fact('c-1')]), 0);
    const job = writer.printCard(
      'c-1',
      { jobId: 'job-1', mutationId: 'print-1', printer: servicePrinter },
      author(),
      loyaltyIds,
    );
    expect(job).toMatchObject({ state: 'waiting', loyaltyId: loyaltyIds[0] });
    expect(reader.listMutations(['pending'], 10).mutations.map((mutation) => mutation.kind)).toEqual([
      'update',
      'print-card',
    ]);
  });

  it('never sends a job again that a person has settled', () => {
    const { writer, reader } = openWriter();
    writer.importKnown(prepareCustomers([fact('c-1', { loyaltyId: '2900000000000018' })]), 0);
    writer.printCard(
      'c-1',
      { jobId: 'job-1', mutationId: 'print-1', printer: servicePrinter },
      author(),
      loyaltyIds,
    );
    const again = { jobId: 'job-2', mutationId: 'print-2', printer: servicePrinter };
    expect(writer.settlePrintJob('job-1', 'came-out', again, author()).state).toBe('sent');
    expect(reader.listMutations(['pending'], 10).total).toBe(0);
    expect(reader.listPrintJobs({}, 10, 0).jobs).toHaveLength(1);
  });

  it('is printed again once, however often a person asks', () => {
    const { writer, reader } = openWriter();
    writer.importKnown(prepareCustomers([fact('c-1', { loyaltyId: '2900000000000018' })]), 0);
    writer.printCard(
      'c-1',
      { jobId: 'job-1', mutationId: 'print-1', printer: servicePrinter },
      author(),
      loyaltyIds,
    );
    const again = (number: number) => ({
      jobId: `job-${number}`,
      mutationId: `print-${number}`,
      printer: servicePrinter,
    });
    writer.settlePrintJob('job-1', 'print-again', again(2), author());
    expect(codeOf(() => writer.settlePrintJob('job-1', 'print-again', again(3), author()))).toBe(
      'mutation.not-waiting',
    );
    expect(reader.listMutations(['pending'], 10).mutations.map(({ mutationId }) => mutationId)).toEqual([
      'print-2',
    ]);
  });

  it('cannot be settled while the till itself sends it', () => {
    const { writer, reader } = openWriter();
    const printer = {
      kind: 'network',
      printerId: 'desk',
      name: 'Desk',
      host: '127.0.0.1',
      port: 9100,
      language: 'zpl',
    } as const;
    writer.savePrinter(printer);
    writer.importKnown(prepareCustomers([fact('c-1', { loyaltyId: '2900000000000018' })]), 0);
    writer.printCard('c-1', { jobId: 'job-1', mutationId: 'print-1', printer }, author(), loyaltyIds);
    expect(writer.claimPrintJobs([{ jobId: 'job-1', loyaltyId: '2900000000000018' }], null, 1)).toBe(true);
    const again = { jobId: 'job-2', mutationId: 'print-2', printer };
    expect(codeOf(() => writer.settlePrintJob('job-1', 'print-again', again, author()))).toBe(
      'mutation.not-waiting',
    );
    expect(reader.listPrintJobs({}, 10, 0).jobs).toMatchObject([{ jobId: 'job-1', state: 'sending' }]);
  });

  it('of a printer that was taken away waits for a person, not for ever', () => {
    const { writer, reader } = openWriter();
    const network = {
      kind: 'network',
      name: 'Desk',
      host: '127.0.0.1',
      port: 9100,
      language: 'zpl',
    } as const;
    writer.importKnown(prepareCustomers([fact('c-1', { loyaltyId: '2900000000000018' })]), 0);
    for (const printerId of ['left', 'right']) {
      const printer = { ...network, printerId };
      writer.savePrinter(printer);
      writer.printCard('c-1', { jobId: printerId, mutationId: printerId, printer }, author(), loyaltyIds);
    }
    writer.printCard(
      'c-1',
      { jobId: 'service', mutationId: 'print-1', printer: servicePrinter },
      author(),
      loyaltyIds,
    );
    writer.claimPrintJobs([{ jobId: 'left', loyaltyId: '2900000000000018' }], null, 1);
    writer.removePrinter('left');
    writer.removePrinter('right');
    const { error } = fail('printer.unknown-outcome');
    writer.recoverPrintJobs(2, error);
    expect(reader.findPrintJob('left')).toMatchObject({ state: 'needs-attention', error });
    // The print queue is shown it, and says that the printer is gone.
    expect(writer.printersWithWork()).toEqual(['right']);
    expect(writer.nextSingleJob('right')?.jobId).toBe('right');
  });
});

describe('another tenant', () => {
  const connectionTo = (tenant: string) =>
    ({ service: 'flow-retail', url: 'http://127.0.0.1:9/', tenant, practice: true }) as const;
  const secret = { kind: 'token', token: 'a token' };

  it('is pulled from the beginning, and the same one from where it was', () => {
    const { writer, reader } = openWriter();
    writer.setConnection(connectionTo('tenant-a'), secret);
    const fresh = writer.getSyncCursor();
    const cursor = { ...fresh, watermarkMs: 1_700_000_000_000, fullPasses: 1, fullPassAtMs: 1 };
    const coverage = { known: 25_000, asOf: '2026-01-01T00:00:00.000Z' };
    writer.applyPulledRecords({
      customers: prepareCustomers([]),
      ackedMeanwhile: [],
      fullPass: null,
      cursor,
      coverage,
      nowMs: 1,
    });
    writer.setConnection({ ...connectionTo('tenant-a'), till: '2' }, secret);
    expect(writer.getSyncCursor()).toEqual(cursor);
    expect(reader.getCoverage()).toMatchObject(coverage);
    writer.setConnection(connectionTo('tenant-b'), secret);
    expect(writer.getSyncCursor()).toEqual(fresh);
    expect(reader.getCoverage()).toEqual({ cached: 0, known: null, asOf: null });
  });

  it('does not get the customers of this one', () => {
    const { writer, reader } = openWriter();
    writer.setConnection(connectionTo('tenant-a'), secret);
    writer.importKnown(prepareCustomers([fact('c-1')]), 0);
    expect(codeOf(() => writer.setConnection(connectionTo('tenant-b'), secret))).toBe('input.invalid');
    expect(reader.getConnection()?.tenant).toBe('tenant-a');
  });
});
