import { callFor } from './service-calls.ts';
import { clientOf, type Dialect } from './dialects.ts';
import { startPrism } from './prism.ts';

export interface MockReport {
  readonly requests: number;
  /** Operation, asked-for status and outcome, a line each. */
  readonly outcomes: string[];
  /** Requests the mock server did not take for one of the contract, and answers the client made nothing of. */
  readonly failures: string[];
}

/** Prism's word for a request that is none of the contract. */
const violations = 'sl-violations';

/**
 * Has the till's client call every operation of its service at Prism, once for
 * each status the contract documents.
 *
 * @param program of `installPrism`
 */
export async function askMock(dialect: Dialect, program: string): Promise<MockReport> {
  const mock = await startPrism(program, dialect.contract.path);
  const failures: string[] = [];
  const outcomes: string[] = [];
  let requests = 0;
  /** The operation that is asked for, and the status it is to have; whatever it asks beside that goes well. */
  let wanted = { method: '', status: 200 };
  let isWritten = false;

  const send: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    // The sign-in is not part of the contract.
    if (url.pathname === '/oauth/token') return Response.json({ access_token: 't', expires_in: 3600 });
    const method = init?.method ?? 'GET';
    const headers = new Headers(init?.headers);
    if (method === wanted.method) {
      isWritten = true;
      headers.set('prefer', `code=${wanted.status}`);
    } else if (wanted.method === 'PUT' && !isWritten) {
      // A create looks first whether somebody has its id.
      headers.set('prefer', 'code=404');
    }
    const answer = await fetch(input, { ...init, headers });
    requests += 1;
    const problem = answer.headers.get(violations);
    if (problem !== null) failures.push(`${method} ${url.pathname}${url.search}: ${problem}`);
    if (method === wanted.method && answer.status !== wanted.status) {
      failures.push(
        `${method} ${url.pathname}${url.search}: ${answer.status} ${await answer.clone().text()}`,
      );
    }
    return answer;
  };

  try {
    const service = clientOf(dialect, mock.url, send);
    for (const documented of dialect.contract.answers) {
      const call = callFor(dialect, documented);
      if (call === undefined) continue;
      const { method, path, status } = documented;
      wanted = { method, status };
      isWritten = false;
      const { outcome } = await call(service);
      outcomes.push(`${method} ${path} ${status}: ${outcome}`);
      if ((outcome === 'done') !== status < 300) failures.push(`${method} ${path} ${status}: ${outcome}`);
    }
    return { requests, outcomes, failures };
  } finally {
    await mock.stop();
  }
}
