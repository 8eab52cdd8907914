import { z } from 'zod';
import { because, type ErrorReason } from '#shared/contract/error-reasons';
import type { TillError } from '#shared/contract/errors';
import type { ServiceAnswer, ServiceFailure } from '../customer-service.ts';
import type { DeviceRegistration } from '../device-sign-in.ts';
import { exchangeHttp } from '../http-exchange.ts';
import { judgeAnswer, serviceFailure, type Reply } from '../judge-answer.ts';

const exchangeLimits = { timeoutMs: 15_000, maxBodyBytes: 64 * 1024 };

const registeredSchema = z.object({ deviceToken: z.string().min(1).max(10_000) });
const signedInSchema = z.object({
  accessToken: z.string().min(1).max(10_000),
  /** Seconds; without it, the token is used until it is refused. */
  expiresIn: z.coerce.number().positive().optional().catch(undefined),
});

/**
 * Device registration by HTTP, below the connection's `signInUrl`: `POST /devices`
 * and `POST /sign-ins`. Flow Retail's customer API does not describe its auth
 * service: the practice store answers this form, and a shop whose auth service has
 * another gets it here, and nowhere else. What is sent is secret, so nothing an
 * answer says is repeated in words or logs.
 */
export function createDeviceRegistration(options: {
  readonly signInUrl: string;
  readonly tenantUid: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: () => number;
}): DeviceRegistration {
  const base = options.signInUrl.replace(/\/+$/, '');

  async function post(path: string, body: object, refused: ErrorReason): Promise<ServiceAnswer<Reply>> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const exchange = await exchangeHttp(
      options.fetch,
      { method: 'POST', url: new URL(base + path), headers, body: JSON.stringify(body) },
      exchangeLimits,
    );
    // Both can be asked again: a device is registered once, and a token that was lost harms nobody.
    const answer = judgeAnswer(exchange, { effect: 'read', readError: () => ({}), clock: options.clock });
    return answer.outcome === 'done' ? answer : failureOf(answer, refused);
  }

  return {
    async register({ registrationCode, deviceUid }) {
      const { tenantUid } = options;
      const answer = await post('/devices', { registrationCode, deviceUid, tenantUid }, 'sign-in.device');
      if (answer.outcome !== 'done') return answer;
      const read = registeredSchema.safeParse(answer.value.body);
      return read.success ? { outcome: 'done', value: read.data.deviceToken } : senseless();
    },
    async signIn(request) {
      const answer = await post('/sign-ins', request, 'sign-in.user');
      if (answer.outcome !== 'done') return answer;
      const read = signedInSchema.safeParse(answer.value.body);
      if (!read.success) return senseless();
      const { accessToken: value, expiresIn: seconds } = read.data;
      return {
        outcome: 'done',
        value: { value, lifeMs: seconds === undefined ? Infinity : seconds * 1000 },
      };
    },
  };
}

function senseless(): ServiceFailure {
  return serviceFailure('unreachable', { code: 'service.bad-answer' });
}

/** The request that waits for the sign-in was never sent, whatever became of the sign-in. */
function failureOf(failure: ServiceFailure, refused: ErrorReason): ServiceFailure {
  switch (failure.outcome) {
    case 'rejected':
    case 'unauthorized':
    case 'forbidden':
    case 'conflict':
      return serviceFailure('unauthorized', because(refused));
    case 'not-found':
      return serviceFailure('unauthorized', because('sign-in.nowhere'));
    case 'rate-limited':
      return serviceFailure('rate-limited', withoutWords(failure.error));
    default:
      return serviceFailure('unreachable', withoutWords(failure.error));
  }
}

function withoutWords({ code, retryAfterMs }: TillError): Partial<TillError> {
  return { code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
