import { z } from 'zod';
import { designIds } from '../cards/card-design.ts';
import { customerTypes, uidSchema } from '../customer/model.ts';
import { tillErrorSchema } from './errors.ts';
import { isWholePath } from './whole-path.ts';

/** A print job's life; at most once: only a person turns `needs-attention` into a new try. */
export const printJobStates = [
  'waiting',
  'sending',
  'sent',
  'needs-attention',
  'verified',
  'cancelled',
] as const;
export type PrintJobState = (typeof printJobStates)[number];

/** What the cards on a printer look like; absent: what its kind usually takes. */
const designId = z.enum(designIds).optional();

export const printerSchema = z.discriminatedUnion('kind', [
  /** The service's own printing; without `printerUid` the service chooses. */
  z.object({
    kind: z.literal('service'),
    printerId: z.string(),
    name: z.string(),
    printerUid: uidSchema.optional(),
  }),
  /** A printer on the shop's network that takes raw bytes (TCP, usually port 9100). */
  z.object({
    kind: z.literal('network'),
    printerId: z.string(),
    name: z.string(),
    host: z.string().min(1).max(253),
    port: z.number().int().min(1).max(65_535),
    language: z.enum(['escpos', 'zpl']),
    designId,
    /** 203 dpi is 8, 300 dpi 12, 600 dpi 24; absent: as the design has it. */
    dotsPerMm: z.number().min(7).max(24).optional(),
  }),
  /** A printer of this computer: a CUPS queue, or one of Windows. */
  z.object({
    kind: z.literal('system'),
    printerId: z.string(),
    name: z.string(),
    /** As the computer calls it. */
    systemName: z.string().min(1).max(220),
    designId,
  }),
  /** PDF files in a folder of this computer. */
  z.object({
    kind: z.literal('file'),
    printerId: z.string(),
    name: z.string(),
    folder: z.string().min(1).max(1_000),
    designId,
  }),
]);
export type Printer = z.output<typeof printerSchema>;
export type PrinterOf<Kind extends Printer['kind']> = Extract<Printer, { kind: Kind }>;

/** A printer as it may be saved: it has an id and a name, and what it names can be there. */
export const savablePrinterSchema = printerSchema.superRefine((printer, context) => {
  const refuse = (field: string, message: string): void =>
    context.addIssue({ code: 'custom', path: [field], message, params: { code: `printer.${field}` } });
  if (!/^\S{1,128}$/.test(printer.printerId)) refuse('printerId', 'A printer needs an id without spaces.');
  if (printer.name.trim() === '') refuse('name', 'A printer needs a name.');
  if (printer.kind === 'network' && !isHost(printer.host))
    refuse('host', 'This is not the name or the IP address of a printer on the network.');
  // CUPS forbids these in a queue's name; a beginning `-` would be read as an option of a command.
  if (printer.kind === 'system' && /^-|\p{Cc}/u.test(printer.systemName))
    refuse('systemName', 'No printer of this computer can have this name.');
  if (printer.kind === 'file' && !isWholePath(printer.folder))
    refuse('folder', 'Write the whole path of the folder.');
});

/** Whether the text is a host's name (DNS labels, other scripts included) or IP address. */
export function isHost(text: string): boolean {
  if (text.includes(':')) return /^[\da-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]`);
  const isName = text
    .split('.')
    .every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}])?$/u.test(label));
  // A name that ends in a number has to be an IPv4 address.
  return isName && URL.canParse(`http://${text}`);
}

export const printJobSchema = z.object({
  jobId: z.string(),
  customerUid: uidSchema,
  displayName: z.string(),
  /** What its barcode says; empty once the customer was erased, and before a customer without one gets one. */
  loyaltyId: z.string(),
  printerId: z.string(),
  printerName: z.string(),
  state: z.enum(printJobStates),
  createdAt: z.string(),
  error: tillErrorSchema.nullable(),
  /** The job whose card this one is printed again for; null for a first print. */
  reprintOf: z.string().nullable(),
  /** The batch it belongs to. */
  batchId: z.string().nullable(),
  /** RFC 3339: when its card was scanned; null before. */
  verifiedAt: z.string().nullable(),
});
export type PrintJob = z.output<typeof printJobSchema>;

export const printCountsSchema = z.record(z.enum(printJobStates), z.number().int());
export type PrintCounts = z.output<typeof printCountsSchema>;

/** `printing` while cards wait and nothing holds them up; `paused` by a person or by the printer. */
export const printBatchStates = ['printing', 'paused', 'done', 'cancelled'] as const;
export type PrintBatchState = (typeof printBatchStates)[number];

/** Cards for many customers. */
export const printBatchSchema = z.object({
  batchId: z.string(),
  printerId: z.string(),
  printerName: z.string(),
  createdAt: z.string(),
  actor: z.string(),
  state: z.enum(printBatchStates),
  total: z.number().int(),
  counts: printCountsSchema,
  /** Cards drawn so far of those that go to the printer as one document; null while nothing is drawn. */
  drawn: z.number().int().nullable(),
  /** Why it is paused, when the printer is why. */
  error: tillErrorSchema.nullable(),
  /** The batch whose cards are printed again; null for a first print. */
  reprintOf: z.string().nullable(),
});
export type PrintBatch = z.output<typeof printBatchSchema>;

/** The most customers of one batch. */
export const maxBatch = 50_000;

/** Which customers get a card: those named, or all that these filters let through. */
export const cardsForSchema = z
  .strictObject({
    customerUids: z.array(uidSchema).min(1).max(maxBatch).optional(),
    all: z
      .strictObject({
        types: z.array(z.enum(customerTypes)).optional(),
        storeUid: uidSchema.optional(),
        customerGroupUid: uidSchema.optional(),
        customerParentUid: uidSchema.optional(),
        /** Leaves out whoever got a card on this till before. */
        withoutCard: z.boolean().optional(),
      })
      .optional(),
  })
  .refine(({ customerUids, all }) => (customerUids === undefined) !== (all === undefined), {
    message: 'Say either which customers, or what they have in common.',
  });
export type CardsFor = z.output<typeof cardsForSchema>;

/** What a printer says of itself. `silent`: it takes calls and says nothing, as many printers do. */
export const printerConditions = [
  'ready',
  'paper-out',
  'paper-low',
  'ribbon-out',
  'cover-open',
  'paused',
  'error',
  'offline',
  'silent',
] as const;
export type PrinterCondition = (typeof printerConditions)[number];

export const printerReportSchema = z.object({
  reachable: z.boolean(),
  conditions: z.array(z.enum(printerConditions)),
  /** Words for a person, in English. */
  detail: z.string(),
  /** Why it was not reached; null when it was. */
  error: tillErrorSchema.nullable(),
});
export type PrinterReport = z.output<typeof printerReportSchema>;

export const discoveredPrintersSchema = z.object({
  system: z.object({
    printers: z.array(
      z.object({
        systemName: z.string(),
        /** What the computer calls it for people. */
        description: z.string(),
        isDefault: z.boolean(),
      }),
    ),
    /** Why the computer's printers cannot be told; null when they can. */
    problem: tillErrorSchema.nullable(),
  }),
  network: z.array(
    z.object({
      host: z.string(),
      port: z.number().int(),
      /** What it answered to; null when it takes calls and says nothing. */
      language: z.enum(['escpos']).nullable(),
    }),
  ),
  /** Addresses that were called, and how many there were to call. */
  called: z.number().int(),
  total: z.number().int(),
});
export type DiscoveredPrinters = z.output<typeof discoveredPrintersSchema>;
