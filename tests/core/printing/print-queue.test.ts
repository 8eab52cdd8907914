import { describe, expect, it } from 'vitest';
import { decodeBarcodes } from '../cards/decode-barcode.ts';
import { parseEscPos, printedPicture } from '../cards/parse-escpos.ts';
import { findClosedPort } from '../../loopback-server.ts';
import { addPrinter, loyaltyIdOf, openPrintTill, type PrintTill } from './print-till.ts';

async function order(till: PrintTill, customerUid = 'c-1', printer = 'desk'): Promise<string> {
  return (await till.call('cards.print', { customerUid, printer })).job.jobId;
}

describe('a card ordered at the till', () => {
  it('comes out of an ESC/POS printer and carries the loyalty id', async () => {
    const till = await openPrintTill(1);
    const printer = await addPrinter(till, 'desk');
    const card = printer.nextCard();
    const jobId = await order(till);
    expect(await till.settled(jobId)).toMatchObject({ state: 'sent', error: null, reprintOf: null });
    expect(await decodeBarcodes(printedPicture(parseEscPos(await card)))).toEqual([loyaltyIdOf(1)]);
    expect(printer.printed).toHaveLength(1);
  });

  it('comes out of a printer that says nothing of itself', async () => {
    const till = await openPrintTill(1);
    const printer = await addPrinter(till, 'desk', { language: 'zpl', says: 'nothing' });
    expect(await till.settled(await order(till))).toMatchObject({ state: 'sent' });
    expect(await till.settled(await order(till))).toMatchObject({ state: 'sent' });
    expect(printer.printed).toHaveLength(2);
  });

  it.each([
    ['paper-out', 'printer.paper-out'],
    ['cover-open', 'printer.cover-open'],
  ] as const)('is not sent to a printer that says %s', async (says, code) => {
    const till = await openPrintTill(1);
    for (const language of ['escpos', 'zpl'] as const) {
      const printer = await addPrinter(till, language, { language, says });
      const jobId = await order(till, 'c-1', language);
      expect(await till.settled(jobId)).toMatchObject({ state: 'needs-attention', error: { code } });
      expect(printer.taken()).toBe(0);
      printer.says = 'paper-low';
      const { job } = await till.call('cards.settle', { jobId, outcome: 'print-again' });
      expect(await till.settled(job.jobId)).toMatchObject({ state: 'sent', reprintOf: jobId });
      expect(printer.printed).toHaveLength(1);
    }
  });

  it.each(['half-way', 'resets'] as const)(
    'needs a person, and is sent once only, when the printer %s',
    async (behave) => {
      const till = await openPrintTill(1);
      const printer = await addPrinter(till, 'desk', { behave });
      const job = await till.settled(await order(till));
      expect(job).toMatchObject({ state: 'needs-attention', error: { code: 'printer.unknown-outcome' } });
      printer.behave = 'prints';
      // Whatever else is printed, this job is not sent again.
      expect(await till.settled(await order(till))).toMatchObject({ state: 'sent' });
      expect(printer.calls()).toBe(2);
    },
  );

  it('was certainly not printed when the printer hangs up before it has anything, or refuses', async () => {
    const till = await openPrintTill(1);
    const printer = await addPrinter(till, 'desk', { behave: 'hangs-up' });
    const error = { code: 'printer.unreachable' };
    expect(await till.settled(await order(till))).toMatchObject({ state: 'needs-attention', error });
    await printer.close();
    expect(await till.settled(await order(till))).toMatchObject({ state: 'needs-attention', error });
    expect(printer.taken()).toBe(0);
  });

  it('does not wait for another printer that stalls', async () => {
    const till = await openPrintTill(2);
    const stalling = await addPrinter(till, 'stuck', { behave: 'hangs', says: 'nothing' });
    const firstByte = stalling.nextByte();
    const desk = await addPrinter(till, 'desk');
    const stuck = await order(till, 'c-1', 'stuck');
    await firstByte;
    expect(await till.settled(await order(till, 'c-2'))).toMatchObject({ state: 'sent' });
    expect(desk.printed).toHaveLength(1);
    expect((await till.call('cards.jobs', {})).counts).toMatchObject({ sending: 1, sent: 1 });
    // A cashier does not have to wait for the time limit.
    const { job } = await till.call('cards.cancel', { jobId: stuck });
    expect(job.state).toBe('needs-attention');
  });

  it('is cancelled while it waits, and never sent', async () => {
    const till = await openPrintTill(2);
    const printer = await addPrinter(till, 'desk', { behave: 'hangs' });
    const first = await order(till);
    await till.jobWhen(first, ({ state }) => state === 'sending');
    const second = await order(till, 'c-2');
    expect((await till.call('cards.cancel', { jobId: second })).job.state).toBe('cancelled');
    printer.behave = 'prints';
    expect((await till.call('cards.cancel', { jobId: first })).job.state).not.toBe('sent');
    expect(await till.settled(await order(till))).toMatchObject({ state: 'sent' });
    expect(printer.printed).toHaveLength(1);
  });

  it('is cancelled for certain while nothing of it has left', async () => {
    const till = await openPrintTill(1);
    const printer = await addPrinter(till, 'desk', { behave: 'stalls' });
    const jobId = await order(till);
    await till.jobWhen(jobId, ({ state }) => state === 'sending');
    // The printer is being asked how it is: its answer is waited for before a byte of the card leaves.
    const { job } = await till.call('cards.cancel', { jobId });
    expect(['cancelled', 'needs-attention']).toContain(job.state);
    expect(printer.taken()).toBe(0);
  });

  it('survives the end of the program: what waits is printed, what was being sent needs a person', async () => {
    const before = await openPrintTill(2, { backgroundSync: true });
    const printer = await addPrinter(before, 'desk', { behave: 'hangs' });
    const firstByte = printer.nextByte();
    const sending = await order(before);
    await firstByte;
    const waiting = await order(before, 'c-2');
    const closed = before.core.close();
    printer.behave = 'prints';
    await closed;
    const after = await openPrintTill(0, { dataDir: before.dataDir, backgroundSync: true });
    expect(await after.settled(waiting)).toMatchObject({ state: 'sent' });
    expect(await after.settled(sending)).toMatchObject({ state: 'needs-attention' });
    expect(printer.printed).toHaveLength(1);
  });

  it('says whose reprint it is, whatever became of the first one', async () => {
    const till = await openPrintTill(1);
    const printer = await addPrinter(till, 'desk');
    const jobId = await order(till);
    await till.settled(jobId);
    const { job } = await till.call('cards.reprint', { jobId });
    expect(await till.settled(job.jobId)).toMatchObject({ state: 'sent', reprintOf: jobId });
    expect(await till.settled(jobId)).toMatchObject({ state: 'sent', reprintOf: null });
    // The till knows that everything was sent a moment before the printer has the end of it.
    await expect.poll(() => printer.printed.length).toBe(2);
  });

  it('shows at once that a printer is not there', async () => {
    const till = await openPrintTill(1);
    const port = await findClosedPort();
    await till.call('printers.save', {
      printer: { kind: 'network', printerId: 'desk', name: 'Desk', host: '127.0.0.1', port, language: 'zpl' },
    });
    const job = await till.settled(await order(till));
    expect(job).toMatchObject({ state: 'needs-attention', error: { code: 'printer.unreachable' } });
    expect((await till.call('cards.settle', { jobId: job.jobId, outcome: 'cancel' })).job.state).toBe(
      'cancelled',
    );
  });

  it('is PDF files in a folder, none written over another', async () => {
    const till = await openPrintTill(1);
    const { readdirSync, readFileSync } = await import('node:fs');
    const folder = `${till.dataDir}/cards`;
    await till.call('printers.save', { printer: { kind: 'file', printerId: 'pdf', name: 'PDF', folder } });
    for (const _ of [1, 2]) {
      expect(await till.settled(await order(till, 'c-1', 'pdf'))).toMatchObject({ state: 'sent' });
    }
    const files = readdirSync(folder);
    expect(files).toHaveLength(2);
    for (const file of files) {
      expect(file).toMatch(/^card-.*\.pdf$/);
      expect(readFileSync(`${folder}/${file}`, 'latin1').startsWith('%PDF')).toBe(true);
    }
  });
});

describe('a customer who is not the same any more', () => {
  it('merged away gets no card of somebody else: a person says so first', async () => {
    const till = await openPrintTill(2);
    const printer = await addPrinter(till, 'desk', { behave: 'hangs', says: 'nothing' });
    const first = await order(till, 'c-2');
    await till.jobWhen(first, ({ state }) => state === 'sending');
    const second = await order(till, 'c-1');
    await till.call('customers.merge', { customerUid: 'c-2', mergeFromCustomerUid: 'c-1' });
    printer.behave = 'prints';
    await till.call('cards.cancel', { jobId: first });
    expect(await till.settled(second)).toMatchObject({
      state: 'needs-attention',
      error: { code: 'card.merged-away' },
    });
    expect(printer.printed).toHaveLength(0);
    const { job } = await till.call('cards.settle', { jobId: second, outcome: 'print-again' });
    expect(job).toMatchObject({ customerUid: 'c-2', reprintOf: second });
    await till.settled(job.jobId);
    const [card] = printer.printed;
    expect(await decodeBarcodes(printedPicture(parseEscPos(card!)))).toEqual([loyaltyIdOf(2)]);
  });

  it('with another loyalty id gets a card that says it', async () => {
    const till = await openPrintTill(2);
    const printer = await addPrinter(till, 'desk', { behave: 'hangs', says: 'nothing' });
    const first = await order(till, 'c-2');
    await till.jobWhen(first, ({ state }) => state === 'sending');
    const second = await order(till, 'c-1');
    await till.call('customers.update', { customerUid: 'c-1', changes: { loyaltyId: '2900000000099991' } });
    printer.behave = 'prints';
    await till.call('cards.cancel', { jobId: first });
    expect(await till.settled(second)).toMatchObject({ state: 'sent', loyaltyId: '2900000000099991' });
  });

  it('erased leaves no loyalty id in the print jobs, nor do those merged into it', async () => {
    const till = await openPrintTill(0);
    await addPrinter(till, 'desk');
    const draft = {
      customerType: 'PERSON',
      firstname: 'Ola',
      lastname: 'Nordmann',
      countryCode: 'NO',
    } as const;
    const { customer, printJobId } = await till.call('customers.create', {
      customer: draft,
      card: true,
      printer: 'desk',
    });
    expect(await till.settled(printJobId!)).toMatchObject({ loyaltyId: customer.loyaltyId });
    await till.call('customers.delete', { customerUid: customer.customerUid });
    const { jobs } = await till.call('cards.jobs', {});
    expect(jobs).toMatchObject([{ jobId: printJobId, loyaltyId: '', displayName: '—' }]);
  });
});

describe('scan to verify', () => {
  it('closes the job of the card that was scanned', async () => {
    const till = await openPrintTill(2);
    await addPrinter(till, 'desk');
    const first = await order(till);
    const second = await order(till, 'c-2');
    await till.settled(first);
    await till.settled(second);
    const verified = await till.call('cards.verify', { code: `${loyaltyIdOf(1)}\r` });
    expect(verified).toMatchObject({ outcome: 'verified', job: { jobId: first, state: 'verified' } });
    expect(verified.outcome === 'verified' && verified.job.verifiedAt).toMatch(/^20/);
    expect((await till.call('cards.jobs', {})).counts).toMatchObject({ sent: 1, verified: 1 });
  });

  it('says what was scanned, and whose it is, when it is another card', async () => {
    const till = await openPrintTill(2);
    await addPrinter(till, 'desk');
    const jobId = await order(till);
    await till.settled(jobId);
    expect(await till.call('cards.verify', { code: loyaltyIdOf(2), jobId })).toMatchObject({
      outcome: 'other-card',
      code: loyaltyIdOf(2),
      customer: { customerUid: 'c-2', displayName: 'Kari Nordmann 2' },
      expected: { jobId },
    });
    expect(await till.call('cards.verify', { code: '4006381333931' })).toMatchObject({
      outcome: 'other-card',
      code: '4006381333931',
      customer: null,
    });
    expect(await till.settled(jobId)).toMatchObject({ state: 'sent' });
  });

  it('finds out that a printer swallowed the card: nothing can be scanned, and it is printed again', async () => {
    const till = await openPrintTill(1);
    const printer = await addPrinter(till, 'desk', { behave: 'swallows-first' });
    const jobId = await order(till);
    expect(await till.settled(jobId)).toMatchObject({ state: 'sent' });
    expect(printer.printed).toHaveLength(0);
    const { job } = await till.call('cards.reprint', { jobId });
    await till.settled(job.jobId);
    expect(printer.printed).toHaveLength(1);
    expect(await till.call('cards.verify', { code: loyaltyIdOf(1) })).toMatchObject({
      outcome: 'verified',
      job: { jobId: job.jobId },
    });
  });

  it('has nothing to verify before anything was printed', async () => {
    const till = await openPrintTill(1);
    expect(await till.call('cards.verify', { code: loyaltyIdOf(1) })).toEqual({
      ok: true,
      outcome: 'nothing-to-verify',
      code: loyaltyIdOf(1),
    });
  });

  it('settles a job of which nobody knew whether it came out', async () => {
    const till = await openPrintTill(1);
    await addPrinter(till, 'desk', { behave: 'resets' });
    const jobId = await order(till);
    expect(await till.settled(jobId)).toMatchObject({ state: 'needs-attention' });
    expect(await till.call('cards.verify', { code: loyaltyIdOf(1), jobId })).toMatchObject({
      outcome: 'verified',
      job: { jobId, error: null },
    });
  });
});
