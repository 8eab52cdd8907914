import { request, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { listenOnLoopback, type LoopbackServer } from '../loopback-server.ts';

/**
 * Stands between a till and its service and counts what the service says it has
 * done, whether or not the till lived to hear it. Answers are held back a little,
 * so that deaths fall between an effect and its answer too.
 */
export interface Witness extends LoopbackServer {
  /** Effects by what they did: `create UID`, `update UID MARKER`, `delete UID`, `print UID`. */
  readonly effects: ReadonlyMap<string, number>;
}

/** What till-at-work.ts writes into a field, so that each change can be told from every other. */
const marker = /mk-[0-9a-z-]+/;

/** @param origin of the service, `http://host:port` @param holdBackMs how long the next answer is held back */
export async function startWitness(origin: string, holdBackMs: () => number): Promise<Witness> {
  const effects = new Map<string, number>();
  const count = (effect: string) => effects.set(effect, (effects.get(effect) ?? 0) + 1);
  const service = new URL(origin);

  const server = await listenOnLoopback((incoming, outgoing) => {
    const carry = async () => {
      const body = await readAll(incoming);
      const answer = await forward(service, incoming, body);
      noteEffects(count, incoming.method ?? '', incoming.url ?? '', body, answer);
      await pause(holdBackMs());
      const { connection: _hop, 'transfer-encoding': _length, ...headers } = answer.headers;
      outgoing.writeHead(answer.status, headers).end(answer.body);
    };
    // A till that dies takes its side of the connection with it.
    carry().catch(() => outgoing.destroy());
  });
  return { ...server, effects };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function forward(service: URL, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const { method, url, headers } = incoming;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: service.hostname,
        port: service.port,
        method,
        path: url,
        headers: { ...headers, host: service.host },
      },
      (answer) => {
        readAll(answer)
          .then((text) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }))
          .catch(reject);
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function noteEffects(
  count: (effect: string) => void,
  method: string,
  url: string,
  body: Buffer,
  answer: Answer,
): void {
  const about = /\/customers(?:\/([^/?]+))?(?:\/([^/?]+))?/.exec(url);
  if (answer.status >= 300 || about === null) return;
  const [, uid = '', action] = about;
  const isEmporix = url.startsWith('/customer/');
  const sent = body.length === 0 ? undefined : (JSON.parse(body.toString()) as Record<string, unknown>);
  if (method === 'POST' && uid === 'batch') noteBatch(count, sent, JSON.parse(answer.body.toString()));
  else if (method === 'POST' && uid === '') count(`create ${String(sent?.['customerUid'])}`);
  // Of Emporix an upsert under the till's own id.
  else if (method === 'PUT' && isEmporix) count(`create ${uid}`);
  else if (method === 'PUT' || method === 'PATCH') count(`update ${uid} ${markerOf(sent)}`);
  else if (method === 'DELETE' && action === undefined) count(`delete ${uid}`);
  else if (method === 'POST' && action === 'print') count(`print ${uid}`);
}

type Sections = Readonly<Record<string, unknown>>;

function noteBatch(count: (effect: string) => void, sent: Sections | undefined, answer: Sections): void {
  for (const section of ['create', 'upsert', 'update', 'delete']) {
    const { errors = [] } = (answer[section] ?? {}) as { errors?: { customerUid?: string }[] };
    const refused = new Set(errors.map(({ customerUid }) => customerUid));
    for (const item of (sent?.[section] ?? []) as { customerUid: string }[]) {
      if (refused.has(item.customerUid)) continue;
      const what = section === 'upsert' ? 'create' : section;
      count(`${what} ${item.customerUid}${what === 'update' ? ` ${markerOf(item)}` : ''}`);
    }
  }
}

function markerOf(value: unknown): string {
  return marker.exec(JSON.stringify(value) ?? '')?.[0] ?? '';
}
