import { z } from 'zod';
import { because } from '#shared/contract/error-reasons';
import type { ServiceAnswer } from './customer-service.ts';
import { serviceFailure } from './judge-answer.ts';
import { createRenewingSource, type IssuedToken } from './renewing-tokens.ts';
import type { TokenSource } from './token-source.ts';

/**
 * Registering a till at its service, and signing a user in on it. The documents of
 * Flow Retail name the tokens ("access token received after user login with a
 * deviceToken") and not where they come from: what asks for them is behind this port.
 */
export interface DeviceRegistration {
  /**
   * Registers this till. Asked again with the same `deviceUid`, it answers the same device: an answer that was
   * lost costs nothing.
   */
  register(request: {
    readonly registrationCode: string;
    readonly deviceUid: string;
  }): Promise<ServiceAnswer<string>>;
  /** A user's access token on a registered till. `unauthorized` when device or user are refused. */
  signIn(request: {
    readonly deviceToken: string;
    readonly user: string;
    readonly password: string;
  }): Promise<ServiceAnswer<IssuedToken>>;
}

/** The sign-in by device as it is kept: what it began with, and what came of it. */
export const keptDeviceSchema = z.object({
  kind: z.literal('device'),
  registrationCode: z.string().optional(),
  deviceToken: z.string().optional(),
  user: z.string(),
  password: z.string(),
  /** Made before the till is registered, so that a registration that broke off is the same one when it is repeated. */
  deviceUid: z.string().optional(),
  access: z.object({ token: z.string(), expiresAtMs: z.number() }).optional(),
});
export type KeptDevice = z.output<typeof keptDeviceSchema>;

/** So long an access token that was kept over a restart has to be good for. */
const worthKeepingMs = 120_000;

/**
 * The till's access tokens: registers the till when it has a code and no device
 * token yet, then signs its user in, ahead of the token's end and when it is
 * refused. What it gets is kept where the sign-in is.
 */
export function createDeviceTokenSource(options: {
  readonly device: DeviceRegistration;
  readonly read: () => Promise<KeptDevice | undefined>;
  readonly keep: (device: KeptDevice) => Promise<void>;
  readonly ids: () => string;
  /** Wall clock in milliseconds. */
  readonly clock: () => number;
  readonly monotonicMs?: (() => number) | undefined;
}): TokenSource {
  const { device, read, keep, clock } = options;

  async function registered(kept: KeptDevice): Promise<ServiceAnswer<KeptDevice & { deviceToken: string }>> {
    const { deviceToken, registrationCode } = kept;
    if (deviceToken !== undefined) return { outcome: 'done', value: { ...kept, deviceToken } };
    if (registrationCode === undefined) return serviceFailure('unauthorized', because('sign-in.device'));
    const deviceUid = kept.deviceUid ?? options.ids();
    if (kept.deviceUid === undefined) await keep({ ...kept, deviceUid });
    const answer = await device.register({ registrationCode, deviceUid });
    if (answer.outcome !== 'done') return answer;
    const { registrationCode: _used, ...others } = kept;
    const next = { ...others, deviceUid, deviceToken: answer.value };
    await keep(next);
    return { outcome: 'done', value: next };
  }

  async function ask(isRefused: boolean): Promise<ServiceAnswer<IssuedToken>> {
    const kept = await read();
    if (kept === undefined) return serviceFailure('unauthorized', because('sign-in.device'));
    const { access } = kept;
    const leftMs = (access?.expiresAtMs ?? 0) - clock();
    if (access !== undefined && !isRefused && leftMs > worthKeepingMs)
      return { outcome: 'done', value: { value: access.token, lifeMs: leftMs } };
    const known = await registered(kept);
    if (known.outcome !== 'done') return known;
    const { deviceToken, user, password } = known.value;
    const answer = await device.signIn({ deviceToken, user, password });
    if (answer.outcome !== 'done') return answer;
    const { value: token, lifeMs } = answer.value;
    const { access: _former, ...others } = known.value;
    const isLasting = Number.isFinite(lifeMs) && lifeMs > worthKeepingMs;
    await keep(isLasting ? { ...others, access: { token, expiresAtMs: clock() + lifeMs } } : others);
    return answer;
  }

  return createRenewingSource({ refusedReason: 'sign-in.user', ask, monotonicMs: options.monotonicMs });
}
