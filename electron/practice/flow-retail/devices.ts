import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';

import { permissionsOf, type Grant } from './access.ts';
import { ApiError } from './api-error.ts';

/**
 * Tills that are registered, and users who sign in on them. The customer API's
 * document names a device token and the access token "received after user login"
 * with it, and not where they are asked for: the addresses and bodies here are
 * the practice store's own.
 */

/** Who may sign in on a registered till. */
export interface PracticeDevices {
  /** Registers one till, once; another code for another till ends in another number. */
  registrationCode: string;
  users: Record<'cashier' | 'manager', { user: string; password: string }>;
}

/** Those of a seed: well known on purpose, since a practice store guards nothing. */
export const practiceDevices = (seed: number): PracticeDevices => ({
  registrationCode: `practice-register-${seed}-1`,
  users: {
    cashier: { user: 'cashier', password: `practice-cashier-${seed}` },
    manager: { user: 'manager', password: `practice-manager-${seed}` },
  },
});

/** Registers tills and signs users in. Access tokens and used codes are forgotten when the store closes; devices are not. */
export interface DeviceDesk {
  register(registrationCode: string, deviceUid: string): string;
  signIn(deviceToken: string, user: string, password: string): { accessToken: string; expiresIn: number };
  /** What an access token of this desk allows; undefined for a token that is not, or no longer, one. */
  grantOf(accessToken: string): Grant | undefined;
  /** Every access token so far is expired from now on. */
  expireAll(): void;
  /** A till that is registered so no longer is. */
  withdraw(deviceUid: string): void;
  readonly settings: { tokenLifeSeconds: number };
  readonly counts: { registrations: number; signIns: number };
}

/** `clock` in milliseconds since 1970. */
export function createDeviceDesk(seed: number, clock: () => number): DeviceDesk {
  const { users } = practiceDevices(seed);
  const [codePrefix, devicePrefix] = [`practice-register-${seed}-`, `practice-device-${seed}-`];
  const usedBy = new Map<string, string>();
  const withdrawn = new Set<string>();
  const tokens = new Map<string, { grant: Grant; expiresAtMs: number }>();
  const settings = { tokenLifeSeconds: 3_600 };
  const counts = { registrations: 0, signIns: 0 };

  return {
    settings,
    counts,
    register: (registrationCode, deviceUid) => {
      const isCode =
        registrationCode.startsWith(codePrefix) && /^\d+$/.test(registrationCode.slice(codePrefix.length));
      // The same till may ask again: its first answer may have been lost.
      if (!isCode || (usedBy.get(registrationCode) ?? deviceUid) !== deviceUid) {
        throw new ApiError(403, 'REGISTRATION_REFUSED', 'The registration code is not valid');
      }
      if (!usedBy.has(registrationCode)) counts.registrations += 1;
      usedBy.set(registrationCode, deviceUid);
      return devicePrefix + deviceUid;
    },
    signIn: (deviceToken, user, password) => {
      const deviceUid = deviceToken.startsWith(devicePrefix) ? deviceToken.slice(devicePrefix.length) : '';
      if (deviceUid === '' || withdrawn.has(deviceUid)) {
        throw new ApiError(401, 'DEVICE_UNKNOWN', 'The device token is not valid');
      }
      const name = (['cashier', 'manager'] as const).find(
        (known) => users[known].user === user && users[known].password === password,
      );
      if (name === undefined) throw new ApiError(401, 'LOGIN_REFUSED', 'User and password are not valid');
      counts.signIns += 1;
      const accessToken = `practice-signed-in-${randomUUID()}`;
      const permissions = permissionsOf[name === 'manager' ? 'backoffice' : 'access'];
      tokens.set(accessToken, {
        grant: { permissions },
        expiresAtMs: clock() + settings.tokenLifeSeconds * 1_000,
      });
      return { accessToken, expiresIn: settings.tokenLifeSeconds };
    },
    grantOf: (accessToken) => {
      const known = tokens.get(accessToken);
      return known !== undefined && known.expiresAtMs > clock() ? known.grant : undefined;
    },
    expireAll: () => tokens.clear(),
    withdraw: (deviceUid) => {
      withdrawn.add(deviceUid);
      tokens.clear();
    },
  };
}

const text = z.string().min(1).max(10_000);
const registrationSchema = z.object({ registrationCode: text, deviceUid: text, tenantUid: text });
const signInSchema = z.object({ deviceToken: text, user: text, password: text });

/** `POST /devices` and `POST /sign-ins`. */
export function createDeviceRoutes(desk: DeviceDesk, tenantUid: string): Hono {
  const app = new Hono();
  app.post('/devices', async (c) => {
    const sent = readAs(registrationSchema, await c.req.text());
    if (sent.tenantUid !== tenantUid) {
      throw new ApiError(403, 'REGISTRATION_REFUSED', 'The registration code is not of this tenant');
    }
    return c.json({ deviceToken: desk.register(sent.registrationCode, sent.deviceUid) }, 201);
  });
  app.post('/sign-ins', async (c) => {
    const sent = readAs(signInSchema, await c.req.text());
    return c.json(desk.signIn(sent.deviceToken, sent.user, sent.password));
  });
  return app;
}

const settingsSchema = z.strictObject({ tokenLifeSeconds: z.int().min(1).max(1_000_000) });

/** The look behind this counter, and its switches. */
export function createDeviceControlRoutes(desk: DeviceDesk): Hono {
  const app = new Hono();
  app.get('/', (c) => c.json({ ...desk.counts, settings: desk.settings }));
  app.patch('/settings', async (c) => {
    Object.assign(desk.settings, readAs(settingsSchema, await c.req.text()));
    return c.json(desk.settings);
  });
  app.post('/expire-tokens', (c) => {
    desk.expireAll();
    return c.body(null, 204);
  });
  app.delete('/:deviceUid', (c) => {
    desk.withdraw(c.req.param('deviceUid'));
    return c.body(null, 204);
  });
  return app;
}

function readAs<Value>(schema: z.ZodType<Value>, body: string): Value {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw new ApiError(400, 'MALFORMED_JSON', `The body is not JSON: ${(error as SyntaxError).message}`);
  }
  const read = schema.safeParse(value);
  if (!read.success) throw new ApiError(400, 'VALIDATION_ERROR', z.prettifyError(read.error));
  return read.data;
}
