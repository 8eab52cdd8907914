import { z } from 'zod';

/**
 * How a till signs in at its service:
 * - `token`: one that somebody hands to the till (Flow Retail: an integration token)
 * - `client-credentials`: OAuth 2 (Emporix)
 * - `device`: as Flow Retail's own tills: the till is registered once and has a
 *   device token from then on; with it a user signs in and gets an access token
 */
export const signInSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('token'), token: z.string().min(1).max(10_000) }),
  z.strictObject({
    kind: z.literal('client-credentials'),
    clientId: z.string().min(1).max(500),
    clientSecret: z.string().min(1).max(10_000),
  }),
  z.strictObject({
    kind: z.literal('device'),
    /** Registers the till, once; the device token takes its place. */
    registrationCode: z.string().min(1).max(500).optional(),
    deviceToken: z.string().min(1).max(10_000).optional(),
    /** Who signs in at this till, as the service knows them. */
    user: z.string().min(1).max(500),
    password: z.string().min(1).max(10_000),
  }),
]);
export type ServiceSignIn = z.output<typeof signInSchema>;
