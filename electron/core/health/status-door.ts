import { fail } from '#shared/contract/errors';
import type { Health } from '#shared/health/health';
import type { StatusSettings } from '#shared/health/status-settings';
import { carriesToken } from '../doors/bearer-token.ts';
import { isLoopback, isLoopbackHost } from '../doors/loopback.ts';
import { answerJson, answerText, type DoorAnswer, type DoorQuestion, type ListenAt } from '../doors/door.ts';
import { metricsMediaType, writeMetrics } from './metrics.ts';

/** The token's name among the store's secrets. */
export const statusTokenKey = 'status-token';

/** Where IT asks. */
export type StatusPlace = Pick<StatusSettings, 'address' | 'port' | 'tlsCertFile' | 'tlsKeyFile'>;
/** Fails with `status.needs-tls`, `status.bad-certificate`, `status.bad-address` or `status.port-taken`. */
export type ListenForStatus = ListenAt<StatusPlace>;

/** Undefined while it is switched off. */
export function placeOfStatus({
  endpoint,
  address,
  port,
  tlsCertFile,
  tlsKeyFile,
}: StatusSettings): StatusPlace | undefined {
  return endpoint === 'off' ? undefined : { address, port, tlsCertFile, tlsKeyFile };
}

/** Whether certificate and key are named; what is in them is seen when they are used. */
export function hasTls({ tlsCertFile, tlsKeyFile }: StatusPlace): boolean {
  return tlsCertFile !== '' && tlsKeyFile !== '';
}

/** Whether the status would leave this computer without TLS. */
export function needsTls(place: StatusPlace): boolean {
  return !hasTls(place) && !isLoopback(place.address);
}

export function urlOfStatus({ address, port, tlsCertFile }: StatusPlace): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `${tlsCertFile === '' ? 'http' : 'https'}://${host}:${port}/status`;
}

/**
 * Answers IT's collector: `GET /status`, and `GET /metrics` where that is switched on. Whoever asks carries the token,
 * which reads and changes nothing. No page is answered, whatever it carries: the collector is a program. On loopback
 * the question was sent to a name of loopback (no DNS rebinding); beyond it, to whatever name IT gave the computer.
 */
export async function answerStatusQuestion(
  question: DoorQuestion,
  deps: {
    /** Where it was asked. */
    readonly address: string;
    readonly token: string;
    readonly withMetrics: boolean;
    readonly health: () => Promise<Health>;
  },
): Promise<DoorAnswer> {
  const isSentHere = !isLoopback(deps.address) || isLoopbackHost(question.host ?? '');
  if (!isSentHere || question.origin !== undefined) return refuse(403, 'host.refused');
  if (!carriesToken(question.authorization, deps.token)) {
    return refuse(401, 'status.wrong-token', { 'www-authenticate': 'Bearer' });
  }
  const { pathname } = new URL(question.path, 'http://till');
  const isKnown = pathname === '/status' || (pathname === '/metrics' && deps.withMetrics);
  if (!isKnown) return refuse(404, 'operation.unknown');
  if (question.method !== 'GET') return refuse(405, 'operation.unknown', { allow: 'GET' });
  const health = await deps.health();
  return pathname === '/status'
    ? answerJson(200, { ...health, state: 'running' })
    : answerText(200, writeMetrics(health), metricsMediaType);
}

function refuse(
  status: number,
  code: Parameters<typeof fail>[0],
  headers?: Readonly<Record<string, string>>,
): DoorAnswer {
  const { error } = fail(code);
  return answerJson(status, { error: { code: error.code, message: error.message } }, headers);
}
