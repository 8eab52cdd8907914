import { z } from 'zod';
import { uidSchema } from '../customer/model.ts';
import {
  cardsForSchema,
  discoveredPrintersSchema,
  printBatchSchema,
  printCountsSchema,
  printerReportSchema,
  printerSchema,
  printJobSchema,
  printJobStates,
  savablePrinterSchema,
} from './printing.ts';

/** The operations of printing cards and of printers; part of the contract (operations.ts). */

const none = z.strictObject({});
const printerId = z.string().max(128);
const jobId = z.string().max(128);
const oneJob = z.strictObject({ jobId });
const oneBatch = z.strictObject({ batchId: z.string().max(128) });
/** The till's own when absent. */
const printer = printerId.optional();

/** A batch that was made, or what it would be. */
const madeBatch = z.object({
  /** Null when only the count was asked for, or when nobody would get a card. */
  batch: printBatchSchema.nullable(),
  /** Customers who get a card. */
  total: z.number().int(),
});

export const printingOperations = {
  /** Orders a card. A customer without a loyalty id gets one with it. */
  'cards.print': {
    input: z.strictObject({ customerUid: uidSchema, printer }),
    output: z.object({ job: printJobSchema }),
  },
  /** A new job for the card of a job that is over, or that needs a person: it says whose reprint it is. */
  'cards.reprint': {
    input: z.strictObject({ jobId, printer }),
    output: z.object({ job: printJobSchema }),
  },
  /** Newest first. */
  'cards.jobs': {
    input: z.strictObject({
      customerUid: uidSchema.optional(),
      states: z.array(z.enum(printJobStates)).optional(),
      batchId: z.string().max(128).optional(),
      /** Leaves out the cards of batches. */
      single: z.boolean().optional(),
      offset: z.number().int().min(0).optional(),
      limit: z.number().int().min(1).max(500).optional(),
    }),
    output: z.object({
      jobs: z.array(printJobSchema),
      /** Jobs of the states asked for. */
      total: z.number().int(),
      /** Jobs of every state, whatever `states` asks for. */
      counts: printCountsSchema,
    }),
  },
  /** A person looked: the card came out (`sent`), it did not and is printed again by a new job, or it is given up. */
  'cards.settle': {
    input: z.strictObject({ jobId, outcome: z.enum(['came-out', 'print-again', 'cancel']) }),
    output: z.object({ job: printJobSchema }),
  },
  /**
   * Stops a job. One that waits is `cancelled`. One that is being sent is broken off: `cancelled` when
   * certainly nothing of it reached the printer, else `needs-attention`.
   */
  'cards.cancel': { input: oneJob, output: z.object({ job: printJobSchema }) },
  /**
   * A card was scanned: its newest job that was sent is `verified`. With `jobId`, the card of that job was
   * meant, and any other one is `other-card`.
   */
  'cards.verify': {
    input: z.strictObject({ code: z.string().min(1).max(10_000), jobId: jobId.optional() }),
    output: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('verified'), job: printJobSchema }),
      z.object({
        outcome: z.literal('other-card'),
        /** What was scanned. */
        code: z.string(),
        /** Whose it is; null when nobody of this till has it. */
        customer: z.object({ customerUid: uidSchema, displayName: z.string() }).nullable(),
        /** Card that was to be scanned: that of `jobId`, or the newest that was sent. */
        expected: printJobSchema,
      }),
      z.object({ outcome: z.literal('nothing-to-verify'), code: z.string() }),
    ]),
  },
  /** Cards for many customers. With `onlyCount`, says how many that would be and orders nothing. */
  'cards.printMany': {
    input: z.strictObject({ cardsFor: cardsForSchema, printer, onlyCount: z.boolean().optional() }),
    output: madeBatch,
  },
  /**
   * Cards for a list, one customer a line: a loyalty id, a customerUid or an e-mail address. Of lines in
   * columns (`;`, `,` or tab), the first that is somebody's counts.
   */
  'cards.printList': {
    input: z.strictObject({ text: z.string().max(900_000), printer, onlyCount: z.boolean().optional() }),
    output: madeBatch.extend({
      /** Lines that name nobody, or more than one customer; the first 1,000. Lines count from 1. */
      unmatched: z.array(
        z.object({ line: z.number().int(), text: z.string(), reason: z.enum(['unknown', 'several']) }),
      ),
      unmatchedTotal: z.number().int(),
      /** Lines that name a customer an earlier line named. */
      repeated: z.number().int(),
    }),
  },
  /** Newest first. */
  'cards.batches': {
    input: z.strictObject({
      /** Only this one. */
      batchId: z.string().max(128).optional(),
      limit: z.number().int().min(1).max(200).optional(),
    }),
    output: z.object({ batches: z.array(printBatchSchema) }),
  },
  /** Holds back what is not sent yet. */
  'cards.pauseBatch': { input: oneBatch, output: z.object({ batch: printBatchSchema }) },
  /** Goes on where it stopped, on another printer if one is named. */
  'cards.resumeBatch': {
    input: oneBatch.extend({ printer }),
    output: z.object({ batch: printBatchSchema }),
  },
  /** Gives up what is not sent yet, for good. */
  'cards.cancelBatch': { input: oneBatch, output: z.object({ batch: printBatchSchema }) },
  /** A person looked, for all cards of the batch that need it; `print-again` answers the new batch. */
  'cards.settleBatch': {
    input: oneBatch.extend({ outcome: z.enum(['came-out', 'print-again', 'cancel']) }),
    output: z.object({ batch: printBatchSchema }),
  },

  'printers.list': { input: none, output: z.object({ printers: z.array(printerSchema) }) },
  'printers.save': {
    input: z.strictObject({ printer: savablePrinterSchema }),
    output: z.object({ printer: printerSchema }),
  },
  'printers.remove': {
    input: z.strictObject({ printerId }),
    output: z.object({ printerId: z.string() }),
  },
  /** Prints a test card whose code can be scanned; asks a service printer's service whether it answers. */
  'printers.test': {
    input: z.strictObject({ printerId }),
    output: printerReportSchema.extend({
      /** What the test card's barcode says; null when none was sent. */
      code: z.string().nullable(),
    }),
  },
  /** Asks a printer how it is; prints nothing. */
  'printers.check': { input: z.strictObject({ printerId }), output: printerReportSchema },
  /** Breaks off a check or a test that is under way. */
  'printers.cancelTest': {
    input: z.strictObject({ printerId }),
    output: z.object({ cancelled: z.boolean() }),
  },
  /**
   * Looks for printers of this computer and on its network (port 9100 of its own /24 networks), for at most
   * five seconds; prints nothing.
   */
  'printers.discover': {
    input: z.strictObject({
      /** Calls these instead: names or addresses with or without a port, separated by commas or spaces. */
      hosts: z.string().max(5_000).optional(),
    }),
    output: discoveredPrintersSchema,
  },
  /** `printers.discover` answers at once, with what it has found. */
  'printers.cancelDiscover': { input: none, output: z.object({ cancelled: z.boolean() }) },
} as const;
