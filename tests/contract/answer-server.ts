import { listenOnLoopback } from '../loopback-server.ts';
import type { WireAnswer } from './mutate-answer.ts';

/** A service on loopback that answers what it is told to; sign-ins it grants. */
export interface AnswerServer {
  readonly url: string;
  /** Called for each request but sign-ins; undefined: it never answers. */
  answer: (method: string, path: string) => WireAnswer | undefined;
  readonly close: () => Promise<void>;
}

export async function startAnswerServer(): Promise<AnswerServer> {
  const { origin, close } = await listenOnLoopback((incoming, outgoing) => {
    incoming.resume();
    incoming.once('end', () => {
      const path = incoming.url ?? '';
      if (path.endsWith('/oauth/token')) {
        outgoing.writeHead(200, { 'content-type': 'application/json' });
        outgoing.end('{"access_token":"t","expires_in":3600}');
        return;
      }
      const answer = served.answer(incoming.method ?? '', path);
      if (answer === undefined) return;
      const { status, headers, text, breaksAt } = answer;
      const bytes = Buffer.from(text);
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
      if (breaksAt === undefined || status === 204 || status === 304) {
        outgoing.end(bytes);
      } else {
        outgoing.write(bytes.subarray(0, breaksAt), () => outgoing.destroy());
      }
    });
  });
  const served: AnswerServer = {
    url: origin,
    answer: () => ({ status: 503, headers: {}, text: '' }),
    close,
  };
  return served;
}
