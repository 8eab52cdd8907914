import { fail, type ErrorCode } from '#shared/contract/errors';
import type { HandOverValues } from '#shared/hand-over/fields';
import { carriesToken } from '../doors/bearer-token.ts';
import { answerJson, answerNothing, type DoorAnswer, type DoorQuestion } from '../doors/door.ts';

/** Who is at the counter, as a POS hears it. */
interface Told {
  readonly customer: HandOverValues;
  /** RFC 3339: when they were handed over. Another time is another hand-over. */
  readonly since: string;
}

/**
 * Answers a POS: `GET /counter` says who is there, `POST /counter/done` that the sale has them.
 *
 * A page elsewhere can reach this port too, so every question proves three things: it was sent
 * to this very address (no DNS rebinding), it comes from a program or from the one page that the
 * shop allows, and it carries the token.
 */
export async function answerQuestion(
  question: DoorQuestion,
  deps: {
    readonly port: number;
    readonly token: string;
    /** The page that may ask; empty: none. */
    readonly allowedOrigin: string;
    readonly who: () => Promise<Told | null>;
    /** @param since of the customer who is meant; whoever is there when absent */
    readonly done: (since: string | undefined) => void;
  },
): Promise<DoorAnswer> {
  const { method, host, origin } = question;
  if (host !== `127.0.0.1:${deps.port}` && host !== `localhost:${deps.port}`)
    return refuse(403, 'host.refused');
  if (origin !== undefined && (deps.allowedOrigin === '' || origin !== deps.allowedOrigin)) {
    return refuse(403, 'host.refused');
  }
  const forPage = origin === undefined ? {} : { 'access-control-allow-origin': origin, vary: 'Origin' };
  if (method === 'OPTIONS' && origin !== undefined) return answerNothing(204, { ...forPage, ...preflight });
  if (!carriesToken(question.authorization, deps.token)) {
    return refuse(401, 'hand-over.wrong-token', { ...forPage, 'www-authenticate': 'Bearer' });
  }
  const { pathname, searchParams } = new URL(question.path, 'http://127.0.0.1');
  if (pathname === '/counter' && method === 'GET') {
    const told = await deps.who();
    return answerJson(200, told ?? { customer: null, since: null }, forPage);
  }
  if (pathname === '/counter/done' && method === 'POST') {
    deps.done(searchParams.get('since') ?? undefined);
    return answerNothing(204, forPage);
  }
  return refuse(
    pathname === '/counter' || pathname === '/counter/done' ? 405 : 404,
    'operation.unknown',
    forPage,
  );
}

/** For a page of another origin (Fetch standard), and one of a public network at that (Private Network Access). */
const preflight = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization',
  'access-control-allow-private-network': 'true',
  'access-control-max-age': '600',
};

function refuse(status: number, code: ErrorCode, headers?: Readonly<Record<string, string>>): DoorAnswer {
  const { code: stable, message } = fail(code).error;
  return answerJson(status, { error: { code: stable, message } }, headers);
}
