import { z } from 'zod';
import { handOverFields } from '../hand-over/fields.ts';
import { tillErrorSchema } from './errors.ts';
import { userPorts } from './ports.ts';

/**
 * When a way is used: `never`; `asked`: when the cashier hands the customer over;
 * `opened`: as soon as a customer is opened, and when the cashier asks for it.
 */
export const handOverOccasions = ['never', 'asked', 'opened'] as const;

const when = z.enum(handOverOccasions);
const template = z.string().max(500);
const fields = z.array(z.enum(handOverFields)).max(handOverFields.length);

/** How the chosen customer reaches the sale: four ways, each on its own. */
export const handOverSettingsSchema = z.strictObject({
  /** Put on the clipboard, for the cashier to paste. */
  clipboard: z.strictObject({ when, template }),
  /** Typed as key strokes into the window that was in front before; desktop host alone. */
  keys: z.strictObject({
    when,
    template,
    /** The key pressed after the text. */
    end: z.enum(['none', 'enter', 'tab']),
  }),
  /** Called on this computer, or on a host that the shop's IT allows. */
  url: z.strictObject({
    when,
    method: z.enum(['GET', 'POST']),
    /** A template: values are percent-encoded. */
    url: template,
    /** For POST: what the JSON object has. */
    fields,
  }),
  /** Told to a POS that asks who is at the counter. */
  counter: z.strictObject({
    when,
    port: z.number().int().min(userPorts.least).max(userPorts.most),
    /** The one web page that may ask, as `https://pos.example`; empty: no page, programs alone. */
    origin: z.string().max(200),
    fields,
    /** After so many seconds nobody is at the counter any more. */
    forgetAfterS: z.number().int().min(10).max(3600),
  }),
});
export type HandOverSettings = z.output<typeof handOverSettingsSchema>;

const way = z.enum(['clipboard', 'keys', 'url', 'counter']);

const outcome = z.object({
  way,
  /** Null when it was handed over. */
  error: tillErrorSchema.nullable(),
  /** The text for the window to put on the clipboard, where the host cannot. */
  copy: z.string().optional(),
});
export type HandOverOutcome = z.output<typeof outcome>;

/** The operations that hand a customer over; part of `operations.ts`. */
export const handOverOperations = {
  /**
   * Hands a customer over by every way that is on for the occasion: once, now, and never again later, since
   * a late hand-over would land in the next customer's sale. Answers `hand-over.off` when no way is on.
   */
  'handOver.send': {
    input: z.strictObject({ customerUid: z.string().max(128), occasion: z.enum(['asked', 'opened']) }),
    output: z.object({ outcomes: z.array(outcome) }),
  },
  /** Hands a made-up customer over by one way as it is set up, whether it is on or not. */
  'handOver.try': {
    input: z.strictObject({ way }),
    output: z.object({ outcome }),
  },
  /** Takes whoever it is off the counter, as "done" of the POS does. */
  'handOver.done': {
    input: z.strictObject({}),
    /** Whether somebody was there. */
    output: z.object({ released: z.boolean() }),
  },
  'handOver.status': {
    input: z.strictObject({}),
    output: z.object({
      /** Why key strokes cannot be typed here; null when they can. */
      typing: tillErrorSchema.nullable(),
      /** Hosts besides this computer that may be called. */
      allowedHosts: z.array(z.string()),
      counter: z.object({
        /** Where the POS asks; null while it is off or cannot be. */
        url: z.string().nullable(),
        error: tillErrorSchema.nullable(),
        /** Who is at the counter, and until when (RFC 3339). */
        customerUid: z.string().nullable(),
        until: z.string().nullable(),
      }),
    }),
  },
  /** The secret a POS asks with; `renew` makes another one and the former useless. */
  'handOver.counterToken': {
    input: z.strictObject({ renew: z.boolean().optional() }),
    output: z.object({ token: z.string() }),
  },
} as const;
