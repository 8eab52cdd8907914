import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OperationInput, OperationOutput, TillEvent } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { PrintBatch, Printer, PrintJob } from '#shared/contract/printing';
import type { Core, CoreOptions } from '../../../electron/core/core.ts';
import {
  startVirtualPrinter,
  type Behaviour,
  type Says,
  type VirtualPrinter,
} from '../../printers/virtual-printer.ts';
import { makeFolder } from '../db/open-writer.ts';
import { openCore } from '../operations/open-core.ts';

export interface PrintTill {
  readonly core: Core;
  readonly dataDir: string;
  /** The operation's answer; throws when it is not ok. */
  call<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<OperationOutput<Name>>;
  /** The code of an operation's failure; throws when it is ok. */
  refusal<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<string>;
  /** The job once it is as wanted. */
  jobWhen(jobId: string, is: (job: PrintJob) => boolean): Promise<PrintJob>;
  /** The job once it is neither waiting nor being sent. */
  settled(jobId: string): Promise<PrintJob>;
  batchWhen(batchId: string, is: (batch: PrintBatch) => boolean): Promise<PrintBatch>;
}

export const loyaltyIdOf = (number: number): string => `29${String(number).padStart(14, '0')}`;
export const uidOf = (number: number): string => `c-${number}`;

/** A till with customers `c-1` to `c-n`, each with a loyalty id. */
export async function openPrintTill(
  customers: number,
  options: Partial<CoreOptions> = {},
): Promise<PrintTill> {
  const { core, dataDir } = await openCore(options);
  if (customers > 0) {
    const file = join(makeFolder(), 'customers.jsonl');
    const lines = Array.from({ length: customers }, (_, index) =>
      JSON.stringify({
        customerUid: uidOf(index + 1),
        customerType: 'PERSON',
        firstname: 'Kari',
        lastname: `Nordmann ${index + 1}`,
        countryCode: 'NO',
        email: `kari.${index + 1}@example.no`,
        loyaltyId: loyaltyIdOf(index + 1),
        createdAt: '2026-01-01T00:00:00Z',
        lastModifiedAt: '2026-01-01T00:00:00Z',
      }),
    );
    writeFileSync(file, lines.join('\n'));
    const imported = await core.importFile(file);
    if (!imported.ok) throw new Error(imported.error.message);
  }

  async function call<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
  ): Promise<OperationOutput<Name>> {
    const answer = await core.call(name, input);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`);
    return answer as unknown as OperationOutput<Name>;
  }

  const when = <Value>(look: () => Promise<Value>, is: (value: Value) => boolean) =>
    whenTold(core, 'print-jobs', look, is);

  const jobOf = async (jobId: string): Promise<PrintJob> => {
    const { jobs } = await call('cards.jobs', { limit: 500 });
    const job = jobs.find((candidate) => candidate.jobId === jobId);
    if (job === undefined) throw new Error(`No job ${jobId}`);
    return job;
  };
  const batchOf = async (batchId: string): Promise<PrintBatch> =>
    (await call('cards.batches', { batchId })).batches[0]!;

  return {
    core,
    dataDir,
    call,
    async refusal(name, input) {
      const answer = await core.call(name, input);
      if (answer.ok) throw new Error(`${name} was done`);
      return answer.error.code;
    },
    jobWhen: (jobId, is) => when(() => jobOf(jobId), is),
    settled: (jobId) =>
      when(
        () => jobOf(jobId),
        ({ state }) => state !== 'waiting' && state !== 'sending',
      ),
    batchWhen: (batchId, is) => when(() => batchOf(batchId), is),
  };
}

/** What `look` finds once it is as wanted; it looks whenever the core tells of something of this kind. */
export function whenTold<Value>(
  core: Core,
  type: TillEvent['type'],
  look: () => Promise<Value>,
  is: (value: Value) => boolean,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let looking: Promise<void> = Promise.resolve();
    const lookNow = async (): Promise<void> => {
      const value = await look();
      if (!is(value)) return;
      stop();
      resolve(value);
    };
    const check = (): void => {
      looking = looking.then(lookNow);
      looking.catch(reject);
    };
    const stop = core.subscribe((event) => {
      if (event.type === type) check();
    });
    check();
  });
}

/** A printer on loopback, known to the till under the id it is given. */
export async function addPrinter(
  till: PrintTill,
  printerId: string,
  options: { language?: 'escpos' | 'zpl'; behave?: Behaviour; says?: Says } = {},
): Promise<VirtualPrinter> {
  const { language = 'escpos', ...start } = options;
  const printer = await startVirtualPrinter(language, start);
  onTestFinished(() => printer.close());
  const { host, port } = printer;
  const profile: Printer = { kind: 'network', printerId, name: `Printer ${printerId}`, host, port, language };
  await till.call('printers.save', { printer: profile });
  return printer;
}
