import { z } from 'zod';
import { tillErrorSchema } from './errors.ts';

/**
 * What the configuration of this till's IT decides and how its last reading went.
 * `trust`: why it was believed: its signature, or that only an administrator can
 * change it; `switches`: whoever starts the till said it on the command line.
 */
export const provisioningStatusSchema = z.object({
  /** Settings by their names, and parts (`managedParts`); empty where nobody but the people here decides. */
  managed: z.array(z.string()),
  /** The file, as a path; null when there is none. */
  file: z.string().nullable(),
  trust: z.enum(['signed', 'protected', 'switches']).nullable(),
  /** RFC 3339: when what it says was last taken over; null before. */
  appliedAt: z.string().nullable(),
  /** Why it, or a part of it, was not taken over. */
  problems: z.array(tillErrorSchema),
});
export type ProvisioningStatus = z.output<typeof provisioningStatusSchema>;

export const provisioningOperations = {
  /** What this till's IT has set, so that it cannot be changed here. */
  'provisioning.status': {
    input: z.strictObject({}),
    output: z.object({ provisioning: provisioningStatusSchema }),
  },
};
