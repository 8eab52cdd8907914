import { z } from 'zod';
import { userPorts } from '../contract/ports.ts';

/** How IT gets to hear of this till. */
export const statusSettingsSchema = z.strictObject({
  /** `status.json` in the data folder. */
  file: z.boolean(),
  endpoint: z.enum(['off', 'status', 'status-and-metrics']),
  port: z.number().int().min(userPorts.least).max(userPorts.most),
  /** An IP address of this computer; beyond loopback by TLS alone. */
  address: z.union([z.ipv4(), z.ipv6()]),
  /** PEM files; empty: without TLS. */
  tlsCertFile: z.string().max(500),
  tlsKeyFile: z.string().max(500),
});
export type StatusSettings = z.output<typeof statusSettingsSchema>;
